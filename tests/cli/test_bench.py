"""`assay bench`: what is measured, and that it is measured truly."""

import json
import shutil
import sys

import cv2
import numpy as np
import pytest
from running import run

from assay.checks import examine, stopwatch, weights
from assay.checks.documents import zones
from assay.checks.engines.text import detector
from assay.cli.benching.documents import alignment, expected, peers, readers, scores
from assay.cli.benching.documents.answers import Answer, Seen
from assay.cli.benching.figures import Share
from assay.sandbox import documents, hard_photos, passport, people, photos
from assay.sandbox.hard_photos import Fault

PERSON = people.person(1)
LINES = passport.zone(PERSON)
KEYS = ["images", "exact", "fields_right", "wrong_accepted", "cpu_ms_median", "wall_ms_median", "peak_mb"]
READS_ITS_PATH = """
import sys
sys.path.insert(0, {folder!r})
import protocol
def read(path):
    if "broken" in path:
        raise ValueError("not a picture")
    print("what libraries print is no answer")
    return {{"lines": open(path).read().split()}}
protocol.serve(read)
"""


@pytest.fixture(scope="module")
def scan():
    return documents.draw("passport", PERSON)[0]


@pytest.fixture
def needs_weights():
    if any(not model.optional for model in weights.wanted()):
        pytest.skip("the weights are not fetched: run `assay models fetch`")


def write(folder, rows):
    folder.mkdir(exist_ok=True)
    (folder / "expected.json").write_text(json.dumps(rows))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory, scan):
    """A passport, the same once more with a number expected that it does not show, and a file that is no picture."""
    made = tmp_path_factory.mktemp("bench") / "images"
    other = (LINES[0], "X" + LINES[1][1:])
    write(
        made,
        [
            {"file": "images/right.jpg", "format": "TD3", "lines": LINES, "check_digits_valid": True},
            {"file": "other.jpg", "format": "TD3", "lines": other, "check_digits_valid": True},
            {"file": "torn.jpg", "format": "TD3", "lines": LINES, "check_digits_valid": True},
        ],
    )
    (made / "right.jpg").write_bytes(photos.take(scan, seed=1))
    (made / "other.jpg").write_bytes(photos.take(scan, seed=1))
    (made / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn")
    return made


def test_json_holds_the_seven_numbers_and_counts_truly(folder, needs_weights):
    numbers = json.loads(run("bench", "documents", folder, "--json").stdout)
    assert list(numbers) == KEYS
    assert [numbers[key] for key in KEYS[:4]] == [3, 1, 1, 1]
    assert numbers["cpu_ms_median"] > 1
    assert 100 < numbers["peak_mb"] < 3000


def test_table_and_page_show_what_was_read_otherwise_than_printed(folder, tmp_path, needs_weights):
    page = tmp_path / "page.html"
    answer = run("bench", "documents", folder, "--html", page)
    assert answer.exit_code == 0
    assert "other.jpg: accepted although wrong, lines differ" in answer.stdout
    assert "torn.jpg: the file cannot be opened as a picture" in answer.stdout
    assert "= zone, first reader" in answer.stdout
    text = page.read_text()
    assert "<ins>X</ins>" in text
    assert text.count("data:image/jpeg;base64,") == 1
    assert "://" not in text
    assert "<script" not in text


def test_only_the_first_images_are_read_when_asked(folder, needs_weights):
    assert json.loads(run("bench", "documents", folder, "--json", "--limit", "1").stdout)["images"] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no expected.json"),
        ("[]", "lists no images"),
        ("{", "expected.json: "),
        ('[{"lines": []}]', "entry 1: it needs `file`"),
        ('[{"file": "a.jpg", "quad_before_rotation_and_halving": [1]}]', "entry 1: it needs `file`"),
    ],
)
def test_a_folder_that_cannot_be_measured_is_told_in_one_sentence(tmp_path, content, said):
    if content is not None:
        (tmp_path / "expected.json").write_text(content)
    answer = run("bench", "documents", tmp_path, ASSAY_MODELS_DIR=str(weights.folder()))
    assert answer.exit_code == 2
    assert said in answer.stderr


def test_missing_weights_are_named(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("ASSAY_MODELS_DIR", str(tmp_path))
    answer = run("bench", "documents", folder)
    assert answer.exit_code == 1
    assert "assay models fetch" in answer.stderr


def test_an_unknown_peer_is_refused_before_anything_is_read(folder, needs_weights):
    answer = run("bench", "documents", folder, "--peer", "nobody")
    assert answer.exit_code == 2
    assert "Unknown peer nobody. Known: passporteye" in answer.stderr


# --------------------------------------------------------------------------- readers as processes


@pytest.fixture
def fake_peer(tmp_path):
    script = tmp_path / "fake.py"
    script.write_text(READS_ITS_PATH.format(folder=str(peers.SCRIPTS)))
    return readers.Reader("fake", (sys.executable, str(script)))


def test_a_peer_answers_by_the_protocol_and_check_digits_decide_for_it(fake_peer, tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("\n".join(LINES))
    bad.write_text("\n".join((LINES[0], LINES[1][:-1] + "<")))
    one, other, broken = readers.answers(fake_peer, [good, bad, tmp_path / "broken.jpg"])
    assert (one.lines, one.accepted) == (LINES, True)
    assert other.accepted is False
    assert (broken.lines, broken.accepted, broken.error) == (None, False, "ValueError: not a picture")
    assert one.peak_mb > 1


def test_a_reader_that_dies_on_one_picture_reads_the_next(tmp_path):
    script = tmp_path / "dies.py"
    script.write_text(
        "import os, sys\nfor line in sys.stdin:\n"
        "    if 'bad' in line: os._exit(3)\n    print('{\"wall_ms\": 1.0}', flush=True)\n"
    )
    reader = readers.Reader("dies", (sys.executable, str(script)))
    names = ["1.jpg", "bad.jpg", "2.jpg"]
    assert [
        answer.error != "" for answer in readers.answers(reader, [tmp_path / name for name in names])
    ] == [
        False,
        True,
        False,
    ]


def test_a_reader_that_complains_a_lot_is_not_held_up(tmp_path):
    script = tmp_path / "complains.py"
    script.write_text(
        "import sys\nfor line in sys.stdin:\n    sys.stderr.write('x' * 300_000)\n    print('{}', flush=True)\n"
    )
    reader = readers.Reader("complains", (sys.executable, str(script)))
    assert [answer.error for answer in readers.answers(reader, [tmp_path / "1.jpg", tmp_path / "2.jpg"])] == [
        "",
        "",
    ]


def test_a_reader_that_never_runs_is_said_to_be_broken(tmp_path):
    reader = readers.Reader("broken", (sys.executable, "-c", "raise SystemExit('no such model')"))
    with pytest.raises(readers.ReaderBroken, match="no such model"):
        list(readers.answers(reader, [tmp_path / "1.jpg", tmp_path / "2.jpg"]))


def test_every_peer_has_a_script_and_pins_all_its_packages():
    known = peers.known()
    assert {"passporteye", "fastmrz", "readmrz", "tesseract", "rapidocr", "blitzid"} == set(known)
    for peer in known.values():
        assert (peers.SCRIPTS / peer.script).is_file()
        assert all("==" in package for package in peer.packages)
        assert peer.packages or known[peer.environment].packages


def test_a_peer_whose_program_is_missing_says_which(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(peers.PeerFailed, match="tesseract"):
        peers.reader("readmrz", tmp_path)


# --------------------------------------------------------------------------- figures


def test_intervals_are_wilsons():
    # Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662; 0 of 20 is 0 to 0.1611.
    assert Share(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert Share(0, 20).interval == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_lines_of_different_length_are_aligned():
    assert alignment.aligned("ABCDEF", "ABDEF") == (
        "ABCDEF",
        "AB·DEF",
        (False, False, True, False, False, False),
    )
    assert alignment.aligned("ABC", "AXC") == ("ABC", "AXC", (False, True, False))


def item(**changes):
    values = {"name": "x", "path": None, "lines": LINES, "format": "td3", "valid": True, **changes}
    return expected.Item(**values)


def test_a_wrong_optional_field_is_not_exact_and_counts_as_accepted_wrong():
    read = (LINES[0], LINES[1][:30] + "7" + LINES[1][31:])
    one = scores.score(item(), Answer(lines=read, accepted=True))
    assert (one.exact, one.fields_right, one.wrong_accepted, one.fields_wrong_accepted) == (
        False,
        True,
        True,
        False,
    )


def test_a_document_without_a_zone_is_right_when_nothing_is_read():
    nothing = item(lines=(), format="none")
    assert scores.score(nothing, Answer()).exact
    assert scores.score(nothing, Answer(lines=LINES, accepted=True)).wrong_accepted


def test_fields_are_those_of_the_printed_lines():
    fields = zones.fields_of(LINES)
    assert set(fields) == set(zones.FIELDS)
    assert fields["birth"] == f"{PERSON.born_on:%y%m%d}"
    assert fields["surname"] == PERSON.surname.upper()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_true_outline_follows_the_photo_as_it_was_turned_and_halved(rotation):
    quad = ((100, 200), (900, 240), (880, 700), (120, 640))
    size = (500, 400) if rotation in (0, 180) else (400, 500)
    upright = np.asarray(quad) / 2 / (500, 400)
    seen = Seen(turned=-rotation % 360, outline=tuple(map(tuple, upright.tolist())))
    photo = item(kind="rot+small", rotation=rotation, quad=quad)
    one = scores.score(photo, Answer(seen=seen), size)
    assert one.upright
    assert one.overlap > 0.99


# --------------------------------------------------------------------------- stages


def test_stages_add_up_and_the_engines_are_left_as_they_were(scan, needs_weights):
    before = detector.find_text
    with stopwatch.running() as watch:
        examine.examine_document(scan)
        assert detector.find_text is not before
    assert detector.find_text is before
    assert sum(spent.wall for spent in watch.stages.values()) == pytest.approx(watch.whole.wall)
    assert {"first look", "first reader", "second reader", "print", "outline", "faces"} <= set(watch.stages)
    assert 0 < watch.zone.wall < watch.whole.wall


# --------------------------------------------------------------------------- hard photos


def test_the_same_seed_makes_the_same_photos_however_many(tmp_path):
    for count, name in ((5, "more"), (3, "fewer"), (3, "again")):
        run("bench", "photos", tmp_path / name, "--count", count, "--seed", 7)
    fewer = {path.name: path.read_bytes() for path in (tmp_path / "fewer").glob("*.jpg")}
    assert len(fewer) == 3
    assert fewer == {path.name: path.read_bytes() for path in (tmp_path / "again").glob("*.jpg")}
    assert all((tmp_path / "more" / name).read_bytes() == data for name, data in fewer.items())
    run("bench", "photos", tmp_path / "other", "--count", 3, "--seed", 8)
    assert (tmp_path / "other" / "001_persp.jpg").read_bytes() != fewer["001_persp.jpg"]


def test_photos_of_flat_images_carry_their_lines_and_leave_out_what_is_skipped(tmp_path, scan):
    flat = write(tmp_path / "flat", [{"file": name, "lines": LINES} for name in ("a.png", "b.png")])
    cv2.imwrite(str(flat / "a.png"), scan)
    answer = run("bench", "photos", flat, tmp_path / "made", "--count", 2, "--skip", "b.")
    assert "2 photos of 1 documents" in answer.stdout
    items = expected.load(tmp_path / "made")
    assert [one.lines for one in items] == [LINES, LINES]
    assert [one.kind for one in items] == ["persp", "dark"]


@pytest.mark.parametrize("fault", Fault)
def test_the_quad_is_where_the_document_lies(scan, fault):
    taken = hard_photos.take(scan, (fault,), seed=3, number=1)
    pixels = cv2.imdecode(np.frombuffer(taken.data, np.uint8), cv2.IMREAD_COLOR)
    pixels = np.rot90(pixels, taken.rotation // 90).astype(np.uint8)
    quad = np.asarray(taken.quad, np.float32) / (2 if fault is Fault.SMALL else 1)
    target = np.asarray([(0, 0), (500, 0), (500, 352), (0, 352)], np.float32)
    flat = cv2.warpPerspective(pixels, cv2.getPerspectiveTransform(quad, target), (500, 352))
    known = cv2.resize(scan, (500, 352), interpolation=cv2.INTER_AREA)
    alike = np.corrcoef(
        cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY).ravel(), cv2.cvtColor(known, cv2.COLOR_BGR2GRAY).ravel()
    )
    assert alike[0, 1] > (0.5 if fault is Fault.GLARE else 0.75)


def test_every_fault_and_every_document_meet():
    seen = [{hard_photos.faults_of(round_ * 10 + 4, round_) for round_ in range(12)}]
    kinds = {hard_photos.faults_of(number, 0) for number in range(64)}
    assert {kind[0] for kind in kinds if len(kind) == 1} == set(Fault)
    assert len([kind for kind in kinds if len(kind) == 2]) == 8
    assert len(seen[0]) > 4
