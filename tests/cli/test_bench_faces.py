"""`assay bench faces`: what is counted, and that it is counted truly, on the portraits of the sandbox."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from running import run

import assay.sandbox
from assay.checks.engines.models import ModelMissing, locate
from assay.checks.faces import portraits
from assay.cli.benching.faces import curve, people
from assay.cli.benching.faces.people import PairsBroken

PORTRAITS = sorted((Path(assay.sandbox.__file__).parent / "data" / "portraits").rglob("*_03.jpg"))[:3]
KEYS = ["pairs", "accuracy", "fnmr_at_fmr_1e-3", "fnmr_at_fmr_1e-4", "cpu_ms_match"]


def weights_are_there():
    try:
        return all(locate(name) for name in ("face_detector", "face_recogniser", "face_landmarks"))
    except ModelMissing:
        return False


needs_weights = pytest.mark.skipif(not weights_are_there(), reason="the weights are not fetched")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three people, each as they are and darker; the third picture of the first shows nobody."""
    made = tmp_path_factory.mktemp("faces")
    for number, path in enumerate(PORTRAITS):
        pixels = cv2.imread(str(path))
        for place, light in enumerate((1.0, 0.7), 1):
            cv2.imwrite(str(made / f"Person_{number}_{place:04d}.jpg"), (pixels * light).astype(np.uint8))
    cv2.imwrite(str(made / "Person_0_0003.jpg"), np.full((200, 200, 3), 128, np.uint8))
    (made / "pairs.txt").write_text(
        "1 3\nPerson_0 1 2\nPerson_1\t1\t2\nPerson_0 1 Person_1 1\nPerson_1 1 Person_2 2\n"
    )
    return made


@needs_weights
def test_json_has_exactly_the_five_numbers(folder):
    done = run("bench", "faces", folder, "--pairs", folder / "pairs.txt", "--json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert list(told) == KEYS
    assert (told["pairs"], told["accuracy"]) == (4, 1.0)
    assert told["fnmr_at_fmr_1e-4"] is None
    assert told["cpu_ms_match"] > 0


@needs_weights
def test_a_picture_without_a_face_is_told_and_counts_as_not_recognised(folder, tmp_path):
    done = run("bench", "faces", folder, "--html", tmp_path / "page.html")
    assert done.exit_code == 0, done.stderr
    assert "Person_0_0003.jpg: no face, counted as not recognised" in done.stderr
    assert "7 pictures of 3 people; 5 pairs of one person, 16 of two" in done.stdout
    page = (tmp_path / "page.html").read_text()
    assert page.count("<svg") == 2
    assert "<script" not in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Person_0 1\n", "pairs.txt:1: neither `name n1 n2`"),
        ("10 300\nPerson_0 1 Person_1 x\n", "pairs.txt:2: neither"),
        ("Nobody 1 2\n", "2 of 2 named pictures are not there, first Nobody_0001"),
        ("", "no pairs"),
    ],
)
def test_a_wrong_file_of_pairs_is_refused_with_its_line(folder, tmp_path, text, said):
    file = tmp_path / "pairs.txt"
    file.write_text(text)
    with pytest.raises(PairsBroken) as refused:
        people.named_by(file, folder)
    assert said in str(refused.value)


def test_a_file_of_pairs_that_is_no_text_is_refused(folder):
    with pytest.raises(PairsBroken, match="cannot be read as text"):
        people.named_by(folder / "Person_0_0001.jpg", folder)


def test_the_threshold_lets_in_no_more_strangers_than_asked():
    scores = np.random.default_rng(3).normal(0, 0.2, 5000)
    for fmr in (0.1, 0.01, 0.001, 0.0):
        threshold = curve.threshold_at(scores, fmr)
        assert (scores >= threshold).mean() <= fmr
        assert (scores >= threshold - 1e-3).mean() >= fmr or fmr < 0.01


def test_who_has_no_face_on_one_picture_is_not_recognised():
    face = np.array([1.0, 0.0], np.float32)
    every = curve.all_pairs([face, None, face], ["a", "a", "a"], "cosine")
    assert curve.fnmr_at(every, 0.5).count == 2


@needs_weights
@pytest.mark.row("IDW-25")
def test_another_person_is_less_alike_than_the_same_person_smiling():
    neutral = [cv2.imread(str(path)) for path in PORTRAITS]
    smiling = [cv2.imread(str(path.with_name(path.name.replace("_03", "_08")))) for path in PORTRAITS]
    for place, one in enumerate(neutral):
        found = [portraits.likeness(one, other) for other in smiling]
        assert found[place] > 0.8
        assert max(alike for at, alike in enumerate(found) if at != place) < 0.38
