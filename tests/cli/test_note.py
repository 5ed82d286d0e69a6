"""`assay note` as a shell sees it."""

import json

import pytest
from running import run

from assay.sandbox import notes
from assay.sandbox.people import person
from made_notes import WORDS
from made_weights import are_in_place


@pytest.mark.skipif(
    not are_in_place("hand_landmarks", "pose_landmarks"), reason="the weights are not fetched"
)
def test_a_photo_without_document_is_asked_for_again_and_drawn(tmp_path):
    photo, drawn = tmp_path / "photo.jpg", tmp_path / "drawn.jpg"
    photo.write_bytes(notes.take(person(13), notes.Scene(note=WORDS, document=None)))
    answer = run("note", photo, "--words", WORDS, "--json", "--picture", drawn)
    said = json.loads(answer.stdout)
    assert answer.exit_code in (3, 4)
    assert "note.document.missing" in [reason["code"] for reason in said["reasons"]]
    assert [word["word"] for word in said["words"]] == [word for word in WORDS.split() if word != "-"]
    assert {word["standing"] for word in said["words"]} <= {"right", "unsure", "missing"}
    assert "template" not in answer.stdout
    assert drawn.stat().st_size > 50_000


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere.jpg", "--words", "x"], "nowhere.jpg: No such file"),
        (["photo.jpg"], "Missing option '--words'"),
    ],
)
def test_wrong_use_is_exit_code_2(arguments, complaint):
    answer = run("note", *arguments)
    assert answer.exit_code == 2
    assert complaint in answer.stderr
