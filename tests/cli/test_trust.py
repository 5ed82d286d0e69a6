"""`assay trust`, and chips on the command line: `assay read --chip`, `assay check --chip`."""

import json

import cv2
import pytest
from running import run

import made_chip as made
from assay.checks import weights
from assay.sandbox import documents, people, photos, portraits

PERSON = people.person(1)
UTOPIA = made.country(start=-100)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def authority(tmp_path):
    path = tmp_path / "utopia.cer"
    path.write_bytes(UTOPIA.authority.certificate)
    return path


@pytest.fixture
def chip(tmp_path):
    """A folder with the files of PERSON's chip, named as readers name them."""
    folder = tmp_path / "chip"
    folder.mkdir()
    groups = {1: made.dg1(PERSON), 2: made.dg2(made.portrait(PERSON, "JPEG2000"))}
    for name, data in {
        "EF.SOD": made.sod(groups, UTOPIA.signer),
        "DG1.bin": groups[1],
        "EF_DG2.bin": groups[2],
    }.items():
        (folder / name).write_bytes(data)
    (folder / "notes.txt").write_text("read with a phone")
    return folder


def trust(home, *arguments):
    return run("trust", *arguments, ASSAY_HOME=str(home))


def test_an_imported_certificate_is_listed_with_its_country_and_its_end(home, authority):
    taken = trust(home, "import", authority)
    assert taken.exit_code == 0, taken.output
    assert "utopia.cer: certificate, 1 new, 0 there already" in taken.stdout
    listed = trust(home, "list").stdout
    assert "UT Utopia" in listed
    assert f"{UTOPIA.authority.parsed.not_valid_after_utc:%Y-%m-%d}" in listed


def test_the_digest_tells_which_list_it_is_and_not_when_it_was_made(home, authority, tmp_path):
    trust(home, "import", authority)
    trust(tmp_path / "other", "import", authority)
    digests = {
        json.loads(trust(place, "list", "--json").stdout)["sha256"] for place in (home, tmp_path / "other")
    }
    assert len(digests) == 1
    assert len(digests.pop()) == 64


def test_a_master_list_says_who_signed_it(home, tmp_path):
    signer = made.issue(("UT", "MLS"), made.new_key(), UTOPIA.authority, purposes=[made.MASTER_LIST_SIGNER])
    path = tmp_path / "masterlist.ml"
    path.write_bytes(made.master_list([UTOPIA.authority.certificate], signer))
    answer = trust(home, "import", path)
    assert "masterlist.ml: master list, 1 new" in answer.stdout
    assert (
        "signed by Common Name: MLS, Country: UT; issued by Common Name: CSCA, Country: UT" in answer.stdout
    )


def test_a_removed_certificate_is_trusted_no_more(home, authority):
    trust(home, "import", authority)
    digest = json.loads(trust(home, "list", "--json").stdout)["sources"][0]["sha256"]
    assert "1 file removed." in trust(home, "remove", digest[:16]).stdout
    assert "Nothing is on the trust list." in trust(home, "list").stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["import", "nowhere.ml"], "nowhere.ml: No such file or directory."),
        (["import", "."], "This is not a file."),
        (["import", __file__], "this is no master list, PKD directory, certificate or revocation list."),
        (["remove", "0123"], "Give at least 8 characters"),
        (["remove", "0123456789"], "Nothing on the trust list"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_exit_code_2(home, arguments, complaint):
    answer = trust(home, *arguments)
    assert answer.exit_code == 2
    assert complaint in answer.stderr


def test_a_file_changed_on_disk_is_named(home, authority):
    trust(home, "import", authority)
    next((home / "trust" / "certificates").iterdir()).write_bytes(b"other")
    assert "was changed since it was imported" in trust(home, "list").stderr


# ------------------------------------------------------------------ chips on the command line


def without_portrait(chip):
    (chip / "EF_DG2.bin").unlink()
    return chip


def test_a_chip_is_printed_with_every_step(home, authority, chip):
    trust(home, "import", authority)
    answer = run("read", "--chip", without_portrait(chip), ASSAY_HOME=str(home))
    assert answer.exit_code == 0, answer.output
    assert PERSON.passport_number in answer.stdout
    for step in ("data group DG1", "signed content", "signature", "issuer", "validity today", "country"):
        line = next(line for line in answer.stdout.splitlines() if line.strip().startswith(step))
        assert "holds" in line
    assert "notes.txt" not in answer.output


def test_without_a_trust_list_the_issuer_is_not_looked_up(home, chip):
    answer = run("read", "--chip", without_portrait(chip), "--json", ASSAY_HOME=str(home))
    found = json.loads(answer.stdout)["chip"]
    issuer = next(step for step in found["steps"] if step["step"] == "issuer")
    assert (issuer["outcome"], found["trust_list"]) == ("not_done", "")


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda folder: folder / "nowhere", "This is not a folder."),
        (lambda folder: folder, "There is no file of a chip in it"),
    ],
)
def test_a_folder_without_a_chip_is_exit_code_2(tmp_path, make, complaint):
    answer = run("read", "--chip", make(tmp_path))
    assert answer.exit_code == 2
    assert complaint in answer.stderr


def test_two_files_of_one_name_are_refused(chip):
    (chip / "sod.bin").write_bytes(b"another")
    answer = run("read", "--chip", chip)
    assert answer.exit_code == 2
    assert "There are two files SOD in the folder." in answer.stderr


def test_nothing_to_read_is_exit_code_2():
    answer = run("read")
    assert answer.exit_code == 2
    assert "Give a FILE, or the folder of a chip" in answer.stderr


@pytest.fixture
def pictures(tmp_path):
    if any(not model.optional for model in weights.wanted()):
        pytest.skip("the weights are not fetched: run `assay models fetch`")
    page, other = tmp_path / "passport.jpg", people.person(2)
    page.write_bytes(photos.take(documents.draw("passport", PERSON)[0], seed=1))
    for name, bearer in (("selfie.jpg", PERSON), ("other.jpg", other)):
        cv2.imwrite(str(tmp_path / name), portraits.load(portraits.find(bearer.portrait_id).smiling))
    return tmp_path


def chip_result(home, pictures, chip, selfie="selfie.jpg"):
    answer = run(
        "check", "--document", pictures / "passport.jpg", "--selfie", pictures / selfie, "--chip", chip, "--json",
        ASSAY_HOME=str(home),
    )  # fmt: skip
    found = json.loads(answer.stdout)
    assert "template" not in json.dumps(found["readings"])
    return next(check for check in found["checks"] if check["check"] == "document_chip")


def test_a_passport_its_chip_and_its_bearer_agree(home, authority, pictures, chip):
    trust(home, "import", authority)
    result = chip_result(home, pictures, chip)
    assert (result["outcome"], result["reasons"]) == ("pass", [])
    assert result["seen"]["printed zone"] == "the same"
    assert result["score"] > result["threshold"]


def test_another_persons_chip_and_selfie_are_referred(home, authority, pictures, chip):
    trust(home, "import", authority)
    groups = {1: made.dg1(people.person(3)), 2: made.dg2(made.portrait(PERSON, "JPEG2000"))}
    (chip / "EF.SOD").write_bytes(made.sod(groups, UTOPIA.signer))
    (chip / "DG1.bin").write_bytes(groups[1])
    result = chip_result(home, pictures, chip, "other.jpg")
    assert result["outcome"] == "refer"
    assert set(result["reasons"]) == {"chip.differs", "chip.face.differs"}
