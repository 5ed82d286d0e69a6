"""`assay bench liveness` and `assay bench attacks`: what is printed, what is counted, and what is refused in one sentence."""

import json

import pytest
from running import run

from assay.checks import weights
from assay.checks.result import CheckResult, Outcome, Signal
from assay.cli.benching.liveness import items, judging, summary
from assay.cli.benching.liveness.judging import Judged
from assay.policy.schema import CheckName
from assay.sandbox import cameras, clips, figure, photos, portraits, selfies
from assay.sandbox.people import person

HEAD = "file,label,source,kind\n"


@pytest.fixture
def needs_weights():
    if any(not model.optional for model in weights.wanted()):
        pytest.skip("the weights are not fetched: run `assay models fetch`")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A selfie, a portrait that stands in for an attack nobody can see, a clip, a wall without a face, and a torn clip."""
    made = tmp_path_factory.mktemp("liveness")
    (made / "live.jpg").write_bytes(selfies.take(person(2)))
    (made / "copy.jpg").write_bytes(selfies.take(person(3)))
    wall = portraits.load(portraits.find("064").neutral)[:200, :200]
    (made / "wall.jpg").write_bytes(photos.encode(wall, quality=90))
    (made / "torn.webm").write_bytes(b"\x1aE\xdf\xa3 torn")
    if all(model.optional for model in weights.wanted()):
        cameras.write_webm(clips.render_clip(person(2), (), fps=5, seconds=1.0), made / "still.webm", fps=5)
        (made / "still.json").write_text(json.dumps({"selfie": "live.jpg", "prompts": [TURN]}))
        figure.build.cache_clear()
    rows = (
        "live.jpg,live,here,selfie",
        "copy.jpg,spoof,here,copy",
        "wall.jpg,live,here,selfie",
        "torn.webm,spoof,here,torn",
        "still.webm,spoof,here,still",
    )
    (made / "labels.csv").write_text(HEAD + "\n".join(rows) + "\n")
    return made


TURN = {"gesture": "turn_left", "from_second": 0.2, "to_second": 0.8}


def test_json_holds_five_keys_and_counts_what_passed(folder, needs_weights):
    numbers = json.loads(run("bench", "liveness", folder, "--json").stdout)
    assert numbers == {
        "live": 2,
        "attacks": 3,
        "apcer": 0.3333,
        "bpcer": 0.5,
        "by_kind": {
            "copy": {"attacks": 1, "apcer": 1.0},
            "torn": {"attacks": 1, "apcer": 0.0},
            "still": {"attacks": 1, "apcer": 0.0},
        },
    }


def test_table_and_page_name_the_failures(folder, tmp_path, needs_weights):
    page = tmp_path / "page.html"
    answer = run("bench", "liveness", folder, "--html", page)
    assert answer.exit_code == 0
    assert "copy.jpg: attack (copy), accepted" in answer.stdout
    assert "wall.jpg: person not judged: no face was found" in answer.stdout
    assert "torn.webm: attack not judged:" in answer.stdout
    # On the page, because a narrow screen breaks long words.
    text = page.read_text(encoding="utf-8")
    assert "liveness.challenge.not_followed" in text
    assert text.count("data:image/jpeg;base64,") == 2
    assert "://" not in text
    assert "<script" not in text


def test_the_limit_is_for_each_kind(folder, needs_weights):
    numbers = json.loads(run("bench", "liveness", folder, "--json", "--limit", "1").stdout)
    assert (numbers["live"], numbers["attacks"]) == (1, 3)


@pytest.mark.parametrize(
    ("labels", "beside", "said"),
    [
        (None, None, "there is no labels.csv. Its columns: file, label, source, kind."),
        (HEAD, None, "lists nothing"),
        ("file,label\na.jpg,live\n", None, "line 2: it lacks source, kind"),
        (HEAD + "a.jpg,alive,here,selfie\n", None, "line 2: label 'alive' is neither live nor spoof"),
        (
            HEAD + "a.webm,live,here,clip\n",
            '{"prompts": [{"gesture": "jump"}]}',
            "a.json: prompts.0.gesture:",
        ),
        (HEAD + "a.webm,live,here,clip\n", "{", "a.json: the file:"),
    ],
)
def test_a_folder_that_cannot_be_measured_is_told_in_one_sentence(
    tmp_path, needs_weights, labels, beside, said
):
    if labels is not None:
        (tmp_path / "labels.csv").write_text(labels)
    if beside is not None:
        (tmp_path / "a.json").write_text(beside)
    answer = run("bench", "liveness", tmp_path, ASSAY_MODELS_DIR=str(weights.folder()))
    assert answer.exit_code == 2
    assert said in answer.stderr


def test_a_written_set_can_be_measured_and_says_what_each_clip_was_asked(tmp_path, needs_weights):
    made = run("bench", "attacks", tmp_path, "--count", "1", "--kind", "still_shifted", "--seed", "3")
    assert made.exit_code == 0
    (item,) = items.load(tmp_path)
    assert (item.kind, item.is_live, item.is_clip) == ("still_shifted", False, True)
    assert len(item.told.prompts) == 2
    assert len(item.told.flashes) == 4
    assert item.beside(item.told.selfie).is_file()


# --------------------------------------------------------------------------- figures


def judged(name: str, *, live: bool, outcome: Outcome, strength: float) -> Judged:
    item = items.Item(path=items.Path(name), is_live=live, source="", kind="k", told=items.Told())
    signal = Signal(name="gesture 1", strength=strength, threshold=0.5)
    reasons = () if outcome is Outcome.PASS else ("liveness.movement.flat",)
    result = CheckResult(check=CheckName.ONE_LIVE_FACE, outcome=outcome, reasons=reasons, signals=(signal,))
    return Judged(item, (result,))


SEEN = (
    judged("a", live=True, outcome=Outcome.PASS, strength=0.9),
    judged("b", live=True, outcome=Outcome.ASK_AGAIN, strength=0.6),
    judged("c", live=False, outcome=Outcome.PASS, strength=0.7),
    judged("d", live=False, outcome=Outcome.REFER, strength=0.2),
)


def test_an_attack_that_is_referred_or_asked_again_is_not_accepted():
    assert summary.headline(SEEN)["apcer"] == 0.5
    assert summary.headline(SEEN)["bpcer"] == 0.5


def test_the_area_counts_the_pairs_in_which_the_person_has_more():
    assert summary.total_area(SEEN) == pytest.approx(3 / 4)
    assert summary.area([1.0], [1.0]) == 0.5
    assert summary.area([], [1.0]) is None


def test_a_signal_is_counted_whatever_its_place_in_the_challenge():
    (one,) = summary.strengths(SEEN)
    assert (one.name, one.flagged.count, one.blamed.count) == ("gesture", 1, 0)


def test_the_curve_goes_from_accepting_all_to_accepting_none():
    assert summary.curve(SEEN)[0] == (0.0, 1.0)
    assert summary.curve(SEEN)[-1] == (1.0, 0.0)


def test_what_could_not_be_judged_is_never_accepted():
    assert Judged(SEEN[0].item, error="no face was found").outcome is Outcome.ASK_AGAIN
    assert judging.Judged(SEEN[0].item, error="x").is_wrong
