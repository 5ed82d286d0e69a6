"""`assay run`: everything starts, answers, starts again when killed, and is gone at the end."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from assay.sandbox.sign_ins import STAFF
from processes import ASSAY, environment

_PATIENCE_SECONDS = 90
# What becomes of the demo's customers, judged by the real engines on the way.
_SITUATIONS = {
    "approved": ("approved", []),
    "again": ("action_required", ["document.image.blurred"]),
    "review": ("under_review", ["selfie.match.mismatch"]),
    "rejected": ("rejected", ["identity.duplicate.face"]),
    "paused": ("action_required", ["document.image.dark"]),
    "started": ("draft", []),
}


@dataclass
class Running:
    process: subprocess.Popen[str]
    port: int
    home: Path
    lines: list[str]

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()

    def children(self) -> dict[int, str]:
        """Every process below, with its command line."""
        return {
            pid: Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            for pid in below(self.process.pid)
        }

    def child(self, words: str) -> int | None:
        return next((pid for pid, line in self.children().items() if words in line), None)


def below(pid: int) -> Iterator[int]:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield int(child)
        yield from below(int(child))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(home: Path) -> Running:
    port = free_port()
    process = subprocess.Popen(
        [ASSAY, "run"], env=environment(ASSAY_HOME=str(home), ASSAY_PORT=str(port)),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if "ready after" in line:
            break
    return Running(process, port, home, lines)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with TemporaryDirectory(prefix="assay-run-") as name:
        Path(name).chmod(0o711)
        one = start(Path(name))
        yield one
        one.stop()


def until(condition) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_every_step_has_its_line(running: Running):
    steps = [line.split()[0] for line in running.lines if " ready " in line and line.endswith(" s")]
    assert steps == ["database", "migrations", "policy", "models", "web", "workers"]


def test_the_web_server_answers(running: Running):
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/", timeout=20) as answer:
        assert answer.status == 200


def test_the_demo_has_six_customers_in_six_situations_and_its_staff(running: Running):
    with psycopg.connect(f"postgresql://postgres@/assay?host={running.home / 'postgres' / 'run'}") as session:
        found = session.execute(
            "SELECT split_part(email, '@', 1), verification.status, reasons FROM verifications_verification verification "
            "JOIN accounts_account account ON account.id = account_id JOIN accounts_user person ON person.id = user_id"
        ).fetchall()
        assert {name: (status, reasons) for name, status, reasons in found} == _SITUATIONS
        paused = session.execute(
            "SELECT count(*) FROM deadlines_deadline WHERE kind = 'retry_pause'"
        ).fetchone()
        by_people = session.execute("SELECT count(*) FROM decisions_decision WHERE NOT automated").fetchone()
        staff = session.execute("SELECT count(*) FROM accounts_staffmember").fetchone()
    assert (paused, by_people, staff) == ((1,), (1,), (len(STAFF),))


def test_the_port_in_use_is_named_with_what_to_do(running: Running):
    variables = environment(ASSAY_HOME=str(running.home), ASSAY_PORT=str(running.port))
    done = subprocess.run([ASSAY, "run"], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        f"Error: Port {running.port} on 127.0.0.1 cannot be used: Address already in use. "
        f"Choose another one with ASSAY_PORT={running.port + 1}.\n"
    )


def test_a_killed_worker_comes_back(running: Running):
    until(lambda: running.child("--queues vision"))
    killed = running.child("--queues vision")
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    until(lambda: running.child("--queues vision") not in {None, killed})


def test_an_interrupt_ends_all_of_it_in_seconds(running: Running):
    processes = list(running.children())
    assert len(processes) > 5
    began = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=30) == 0
    assert time.monotonic() - began < 20
    assert [pid for pid in processes if Path(f"/proc/{pid}").exists()] == []


def test_nothing_outlives_a_killed_parent(running: Running):
    again = start(running.home)
    processes = list(again.children())
    again.stop()
    until(lambda: not [pid for pid in processes if Path(f"/proc/{pid}").exists()])


def test_an_unknown_queue_is_refused(running: Running):
    variables = environment(ASSAY_HOME=str(running.home))
    done = subprocess.run(
        [ASSAY, "worker", "--queues", "video"], env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "There is no queue video. The queues are vision, mail, clock." in done.stderr
