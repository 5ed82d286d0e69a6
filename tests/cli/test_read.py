"""`assay read`: what a document says."""

import json

import pytest
from running import run

from assay.checks import weights
from assay.sandbox import documents, people, photos

PERSON = people.person(1)


@pytest.fixture(scope="module", autouse=True)
def _weights_in_place():
    if any(not model.optional for model in weights.wanted()):
        pytest.skip("the weights are not fetched: run `assay models fetch`")


@pytest.fixture(scope="module")
def passport(tmp_path_factory):
    path = tmp_path_factory.mktemp("given") / "passport.jpg"
    path.write_bytes(photos.take(documents.draw("passport", PERSON)[0], seed=1))
    return path


@pytest.fixture(scope="module")
def back_of_licence(tmp_path_factory):
    path = tmp_path_factory.mktemp("given") / "back.jpg"
    path.write_bytes(photos.take(documents.draw("driving_licence", PERSON)[1], seed=1))
    return path


def test_machine_readable_zone_is_printed_with_its_check_digits(passport):
    answer = run("read", passport)
    assert answer.exit_code == 0
    assert PERSON.surname.upper() in answer.stdout
    assert PERSON.passport_number in answer.stdout
    assert "check digits: all hold" in answer.stdout


def test_json_holds_zone_printed_fields_and_lines(passport):
    reading = json.loads(run("read", passport, "--json").stdout)["reading"]
    assert reading["mrz"]["document_number"] == PERSON.passport_number
    assert reading["mrz"]["failed_check_digits"] == []
    assert reading["visual"]["born_on"] == str(PERSON.born_on)
    assert len(reading["text"]) > 5


def test_barcode_of_a_driving_licence_is_printed_by_field(back_of_licence):
    answer = run("read", back_of_licence)
    assert "Barcode (pdf417)" in answer.stdout
    assert PERSON.licence_number in answer.stdout


def test_file_that_is_no_picture_is_exit_code_2(tmp_path):
    path = tmp_path / "passport.jpg"
    path.write_text("not a passport")
    answer = run("read", path)
    assert answer.exit_code == 2
    assert "The file's content is of no accepted type." in answer.stderr
