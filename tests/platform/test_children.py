"""Children are started again with a growing pause, and stopped in order."""

import os
import signal
import sys
import time

from assay.config.children import Child, Family


def child(code: str, name: str = "a child") -> Child:
    return Child(name, [sys.executable, "-c", code], dict(os.environ))


def until(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_child_that_dies_is_started_again_after_a_pause_that_grows():
    said: list[str] = []
    one = child("raise SystemExit(3)")
    one.pause = 0.05
    one.start()
    until(lambda: [one.look_after(said.append)] and len(said) >= 3)
    assert said[0] == "a child stopped (exit code 3); it starts again in 0 s."
    assert one.pause == 0.4


def test_stopping_asks_first():
    family = Family()
    family.add(
        child(
            "import signal, sys, time; signal.signal(15, lambda *a: sys.exit(0)); print('up', flush=True); time.sleep(60)"
        )
    )
    time.sleep(0.5)
    family.stop(10, hurry=lambda: False)
    assert family.children[0].process is not None
    assert family.children[0].process.returncode == 0


def test_who_does_not_listen_is_killed():
    family = Family()
    family.add(child("import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"))
    time.sleep(0.5)
    began = time.monotonic()
    family.stop(0.3, hurry=lambda: False)
    assert time.monotonic() - began < 5
    assert family.children[0].process is not None
    assert family.children[0].process.returncode == -signal.SIGKILL


def test_hurry_kills_at_once():
    family = Family()
    family.add(child("import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"))
    time.sleep(0.5)
    began = time.monotonic()
    family.stop(60, hurry=lambda: True)
    assert time.monotonic() - began < 5
