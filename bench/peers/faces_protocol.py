"""How a recogniser is asked: paths on standard input, for each a line of JSON with the template of the middle face."""

import json
import os
import sys
import time


def serve(embed):
    """Answer until the input ends. `embed` takes a path and returns a list of numbers, or None without a face."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # What libraries print is not for whoever asks.
    for line in sys.stdin:
        start, error, template = time.process_time(), "", None
        try:
            template = embed(line.rstrip("\n"))
        except Exception as failure:  # noqa: BLE001  a peer's failure is a picture it did not embed
            error = f"{type(failure).__name__}: {failure}"[:300]
        spent = (time.process_time() - start) * 1000
        answers.write(json.dumps({"template": template, "cpu_ms": spent, "error": error}) + "\n")
        answers.flush()


def middle_one(boxes, width, height):
    """Return the place of the box (left, top, width, height) nearest to the middle."""
    return min(
        range(len(boxes)),
        key=lambda at: (
            (boxes[at][0] + boxes[at][2] / 2 - width / 2) ** 2
            + (boxes[at][1] + boxes[at][3] / 2 - height / 2) ** 2
        ),
    )
