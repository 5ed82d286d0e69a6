"""Peak memory of a whole installation: starts it, hands in one case of each kind of document, and watches.

Usage: python bench/memory.py        (a minute or two; needs the models, and nothing else)
PSS counts a page that N processes share as 1/N in each; its sum is what the machine really gives.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def descendants(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from descendants(int(child))


def name_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    if "postgres" in words.split(" ")[0] or words.startswith("postgres"):
        return "postgres, all processes"
    return words[words.find("assay ") :].strip() if "/assay " in words else words.strip()[:60]


class Watch(threading.Thread):
    """Looks at every process five times a second, and keeps the highest."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.going = pid, True
        self.peak: dict[str, tuple[int, int]] = {}
        self.sum = 0

    def run(self) -> None:
        while self.going:
            now: dict[str, list[int]] = defaultdict(lambda: [0, 0])
            try:
                for pid in descendants(self.pid):
                    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                    values = {line.split(":")[0]: int(line.split()[1]) for line in rollup[1:]}
                    entry = now[name_of(pid)]
                    entry[0] += values["Pss"]
                    entry[1] += values["Rss"]
            except (OSError, IndexError):
                continue  # a process ended while it was looked at
            for name, (pss, rss) in now.items():
                held = self.peak.get(name, (0, 0))
                self.peak[name] = max(held[0], pss), max(held[1], rss)
            self.sum = max(self.sum, sum(pss for pss, _ in now.values()))
            time.sleep(0.2)


def hand_in_cases() -> None:
    """Runs in a process of its own, so that drawing people is not counted."""
    sys.path.insert(0, str(ROOT / "tests"))
    import django

    django.setup()
    from assay.accounts import actions as accounts
    from assay.core.actor import OPERATOR, VISITOR
    from assay.sandbox.people import person
    from assay.verifications import actions as verifications
    from assay.verifications.rules import Status
    from made_evidence import hand_in
    from made_verifications import NOW

    for number, kind in enumerate(("passport", "id_card", "driving_licence")):
        began = time.monotonic()
        user = accounts.add_sign_in(
            email=f"{kind}@utopia.example", password="a long password", by=OPERATOR, at=NOW
        )
        account = accounts.open_account(user, by=VISITOR, at=NOW)
        verification = hand_in(account, person(number), NOW, kind)
        verifications.submit(verification, by=account.actor(), at=NOW)
        while verification.status in {Status.DRAFT, Status.CHECKING}:
            time.sleep(0.3)
            verification.refresh_from_db()
        print(
            f"  {kind}: {verification.status} after {time.monotonic() - began:.0f} s",
            flush=True,
        )


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="assay-memory-"))
    home.chmod(0o711)
    models = os.environ.get("ASSAY_MODELS_DIR", str(ROOT / ".assay" / "models"))
    os.environ.update(ASSAY_HOME=str(home), ASSAY_PORT="8977", ASSAY_DEMO="0", ASSAY_MODELS_DIR=models)
    os.environ.update(DJANGO_SETTINGS_MODULE="assay.config.settings")
    assay = Path(sys.prefix) / "bin" / "assay"
    with subprocess.Popen([assay, "run"], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if "ready after" in line:
                break
        watch = Watch(running.pid)
        watch.start()
        try:
            subprocess.run([sys.executable, __file__, "cases"], check=True)
            watch.going = False
            watch.join()
        finally:
            running.terminate()
    shutil.rmtree(home)
    print(f"{'':40}{'PSS':>8}{'RSS':>8}  MiB, highest")
    for name, (pss, rss) in sorted(watch.peak.items(), key=lambda item: -item[1][0]):
        print(f"{name:40}{pss / 1024:8.0f}{rss / 1024:8.0f}")
    print(f"{'all at once':40}{watch.sum / 1024:8.0f}")


if __name__ == "__main__":
    hand_in_cases() if sys.argv[1:] == ["cases"] else main()
