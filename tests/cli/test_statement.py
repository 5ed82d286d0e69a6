"""`assay statement`: a recording of machines, judged from the command line."""

import json

import pytest
from running import run

import made_sounds as made
import made_weights
from assay.sandbox import people, selfies

ASKED = ("--date", "2026-11-22", "--email", "linda@example.org", "--code", "471903")


@pytest.fixture
def _weights_in_place():
    if not made_weights.are_in_place("speech", "speech_vocabulary", "voice_activity", "face_detector"):
        pytest.skip("the weights for speech are not fetched: run `assay models fetch`")


@pytest.mark.usefixtures("_weights_in_place")
def test_a_statement_is_judged_and_written_for_the_reviewer(tmp_path):
    portrait, page = tmp_path / "portrait.jpg", tmp_path / "page.html"
    portrait.write_bytes(selfies.take(people.person(1), seed=1))
    found = run("statement", made.STATEMENT, *ASKED, "--portrait", portrait, "--json", "--html", page)
    answer = json.loads(found.stdout)
    assert (found.exit_code, answer["outcome"]) == (0, "passed"), answer["reasons"]
    assert {word["text"]: word["state"] for word in answer["words"]}["(linda@example.org)."] == "right"
    assert "template" not in found.stdout
    html = page.read_text()
    assert html.count("data:image/jpeg") == 6
    assert 'class="right">Today' in html
    assert "http" not in html.replace("http-equiv", "")


@pytest.mark.usefixtures("_weights_in_place")
def test_a_recording_without_sound_is_asked_for_again(tmp_path):
    clip = tmp_path / "mute.webm"
    clip.write_bytes(made.statement_with(None))
    found = run("statement", clip, *ASKED)
    assert found.exit_code == 3
    assert "The recording has no sound." in found.stdout
    assert "Allow the microphone" in found.stdout


@pytest.mark.parametrize("code", ["47190", "4719O3", "٤٧١٩٠٣"])
def test_a_code_of_another_shape_is_a_mistake_on_the_command_line(code):
    found = run("statement", made.STATEMENT, *ASKED[:-1], code)
    assert found.exit_code == 2
    assert "6 digits" in found.stderr


def test_a_file_that_is_no_recording_is_refused(tmp_path):
    wrong = tmp_path / "wrong.webm"
    wrong.write_bytes(b"\x1aE\xdf\xa3" + b"nothing" * 100)
    found = run("statement", wrong, *ASKED)
    assert found.exit_code == 2
