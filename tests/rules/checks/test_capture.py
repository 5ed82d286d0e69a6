"""What a browser says of its camera is bounded before it is believed to be data."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.checks.readings import Capture
from assay.checks.recordings.capture import MOST_BYTES, CaptureUnreadable, read_capture

SAID = {
    "camera": "Integrated Camera (04f2:b6d0)",
    "cameras": 2,
    "width": 1280,
    "height": 720,
    "frame_rate": 30.0,
    "frame_seconds": [0.0, 0.033, 0.067],
    "automated": False,
}


def said(**changes: object) -> bytes:
    return json.dumps(SAID | changes).encode()


def test_what_our_page_sends_is_read():
    assert read_capture(said()) == Capture(**(SAID | {"frame_seconds": (0.0, 0.033, 0.067)}))


def test_nothing_said_means_that_a_file_was_given():
    assert read_capture(b"") == Capture(uploaded=True)


@pytest.mark.parametrize(
    "sent",
    [
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 5_000,
        b'{"frame_rate": NaN}',
        b'{"frame_rate": 1e999}',
        b"{}" + b" " * MOST_BYTES,
        said(width="1280"),
        said(width=-1),
        said(automated="yes"),
        said(camera=["a"]),
        said(camera="x" * 1_001),
        said(cameras=10**30),
        said(frame_seconds=[0.0] * 8_001),
        said(frame_seconds=["0"]),
        said(uploaded=False),
        said(more="fields"),
    ],
)
def test_anything_else_is_refused(sent):
    with pytest.raises(CaptureUnreadable):
        read_capture(sent)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(sent):
    with suppress(CaptureUnreadable):
        read_capture(sent)


def test_a_label_is_one_line_a_person_can_read():
    assert read_capture(said(camera="OBS\u202e\n\x00 Virtual  Camera" + "!" * 300)).camera.startswith(
        "OBS Virtual Camera!"
    )
    assert len(read_capture(said(camera="x" * 900)).camera) == 200
