"""`assay check`: real engines on specimens of Utopia, and files nobody can use."""

import json
import resource

import cv2
import pytest
from running import run, run_process

import made_files as made
from assay.checks import weights
from assay.sandbox import documents, people, photos, portraits
from assay.sandbox.photos import PhotoKind

PERSON = people.person(1)


@pytest.fixture(scope="module", autouse=True)
def _weights_in_place():
    if any(not model.optional for model in weights.wanted()):
        pytest.skip("the weights are not fetched: run `assay models fetch`")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a passport, photographed well and in the dark, the bearer's selfie and somebody else's."""
    place = tmp_path_factory.mktemp("given")
    page = documents.draw("passport", PERSON)[0]
    (place / "passport.jpg").write_bytes(photos.take(page, seed=1))
    (place / "dark.jpg").write_bytes(photos.take(page, PhotoKind.DARK, seed=1))
    for name, person in (("selfie.jpg", PERSON), ("other.jpg", people.person(2))):
        portrait = portraits.load(portraits.find(person.portrait_id).smiling)
        cv2.imwrite(str(place / name), portrait)
    return place


@pytest.fixture(scope="module")
def approved(folder):
    """The JSON answer for a passport and its bearer."""
    seen = folder / "seen.jpg"
    answer = run(
        "check", "--document", folder / "passport.jpg", "--selfie", folder / "selfie.jpg",
        "--kind", "passport", "--country", "ut", "--annotated", seen, "--json",
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_a_published_sample_of_a_real_state_is_asked_for_again_unless_it_is_allowed(specimens):
    passport = specimens / "documents" / "mrz" / "passporteye__62_pass-pol.png"
    if not passport.is_file():
        pytest.skip(f"{passport.name} is not on this machine")
    strict, lenient = (
        json.loads(run("check", "--document", passport, "--json", *flags, ASSAY_DEMO="0").stdout)
        for flags in ((), ("--allow-specimens",))
    )
    assert "document.specimen" in [reason["code"] for reason in strict["reasons"]]
    assert "document.specimen" not in [reason["code"] for reason in lenient["reasons"]]


def test_passport_and_its_bearer_are_approved(approved):
    assert approved["outcome"] == "approved"
    assert approved["reasons"] == []
    assert {check["outcome"] for check in approved["checks"]} == {"pass"}
    assert approved["readings"]["front"]["mrz"]["surname"] == PERSON.surname.upper()


def test_checks_with_nothing_to_judge_are_named(approved):
    run_names = {check["check"] for check in approved["checks"]}
    assert {"face_match", "document_kind", "document_check_digits"} <= run_names
    assert {"details_match", "challenge_followed", "duplicate_face"} <= set(approved["left_out"])
    assert not run_names & set(approved["left_out"])


def test_json_is_complete_and_holds_no_face_template(approved):
    assert set(approved) == {
        "outcome", "reasons", "checks", "fields", "left_out", "readings", "policy_digest", "models", "seconds",
    }  # fmt: skip
    assert "template" not in json.dumps(approved["readings"])
    assert approved["models"]["face_recogniser"]


def test_every_field_says_which_sources_tell_it(approved):
    fields = {one["field"]: one for one in approved["fields"]}
    assert fields["surname"]["agreement"] == "agree"
    assert {"mrz", "print"} <= set(fields["born_on"]["values"])


def test_annotated_pictures_are_written_beside_each_other(approved, folder):
    assert cv2.imread(str(folder / "seen.jpg")).shape[1] == 1920
    assert cv2.imread(str(folder / "seen-selfie.jpg")).shape == (640, 640, 3)


def test_other_persons_selfie_is_referred_and_the_table_says_why(folder):
    answer = run("check", "--document", folder / "passport.jpg", "--selfie", folder / "other.jpg")
    assert answer.exit_code == 4
    assert "Refer to a person" in answer.stdout
    assert "face match" in answer.stdout
    words = " ".join(answer.stdout.split())
    assert "machine readable zone, print" in words
    assert "accepted from" in words, "what the reason rests on is printed below it"


def test_dark_photo_is_asked_for_again_with_what_to_do(folder):
    answer = run("check", "--document", folder / "dark.jpg")
    assert answer.exit_code == 3
    assert "Ask the customer again" in answer.stdout
    # Words in the table may be parted by the end of a line; what to do stands below it.
    assert "Move to a brighter place" in answer.stdout


def test_other_kind_than_chosen_does_not_pass(folder):
    answer = run("check", "--document", folder / "passport.jpg", "--kind", "id_card", "--json")
    kind = next(check for check in json.loads(answer.stdout)["checks"] if check["check"] == "document_kind")
    assert kind["outcome"] != "pass"
    assert answer.exit_code in {3, 4}


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        pytest.param(lambda: b"only text\n" * 99, "The file's content is of no accepted type.", id="text"),
        pytest.param(
            lambda: made.saved(made.gradient())[:9000],
            "The file is damaged or incomplete.",
            id="truncated JPEG",
        ),
        pytest.param(
            made.png_bomb, "The picture has more pixels than the limit.", id="PNG of 30,000 x 30,000"
        ),
        pytest.param(
            lambda: made.pdf(encrypted=True), "The PDF is protected by a password.", id="encrypted PDF"
        ),
    ],
)
def test_unusable_file_is_one_sentence_and_exit_code_2_within_five_seconds(tmp_path, make, sentence):
    path = tmp_path / "document.jpg"
    path.write_bytes(make())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = run_process("check", "--document", path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of processor time, because other tests share the machine.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == f"Error: {path}: {sentence}\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--document", "nowhere.jpg"], "nowhere.jpg: No such file or directory."),
        (["--document", "."], "This is not a file."),
        (["--document", "/dev/zero"], "This is not a file."),
        (["--document", "nowhere.jpg", "--country", "xx"], "xx is not a country code."),
        ([], "Missing option '--document'"),
    ],
)
def test_wrong_use_is_exit_code_2(arguments, complaint):
    answer = run("check", *arguments)
    assert answer.exit_code == 2
    assert complaint in answer.stderr


def test_missing_required_model_breaks_with_the_command_that_fetches_it(folder, tmp_path):
    answer = run_process("check", "--document", folder / "passport.jpg", ASSAY_MODELS_DIR=str(tmp_path))
    assert answer.returncode == 1
    assert "assay models fetch" in answer.stderr
