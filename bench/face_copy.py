"""What does a worker's copy of all enrolled faces cost: to start, to keep in step, to search, and in memory?

Usage: python bench/face_copy.py [COUNT]      (default 100000; a throw-away home and database; minutes for a million)
"""

# ruff: noqa: E402 -- the settings are read when Django is set up
import atexit
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="assay-bench-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
HOME.chmod(0o711)
os.environ |= {
    "ASSAY_HOME": str(HOME),
    "DATABASE_URL": f"postgresql://postgres@/postgres?host={HOME / 'postgres' / 'run'}",
    "DJANGO_SETTINGS_MODULE": "assay.config.settings",
    "OMP_NUM_THREADS": "1",
}

import django

django.setup()

import numpy as np
from django.conf import settings
from django.core.management import call_command

from assay.accounts.models import Account, User
from assay.checks.faces.templates import MADE_BY, SIZE, to_bytes
from assay.cli import clock
from assay.config import postgres
from assay.core import keyring
from assay.decisions.face_index import FaceCopy, template_place
from assay.decisions.models import FaceTemplate
from assay.encryption import rules
from assay.encryption.models import SubjectKey

_AT_ONCE = 5_000


def enrol(start: int, count: int, drawn: np.random.Generator) -> None:
    """Write accounts with a key and a sealed face each, as an approval would leave them."""
    at = clock.now()
    users = User.objects.bulk_create(
        [User(email=f"{number}@utopia.example", password="!") for number in range(start, start + count)]
    )
    accounts = Account.objects.bulk_create([Account(user=user, opened_at=at) for user in users])
    keys, faces = [], []
    for account in accounts:
        wrapped = rules.new_wrapped_key(settings.KEYRING, account.pk)
        context = rules.context_of(account.pk, template_place(account.pk))
        plain = to_bytes(drawn.standard_normal(SIZE))
        sealed = keyring.seal(rules.unwrap(settings.KEYRING, account.pk, wrapped), plain, context)
        keys.append(SubjectKey(subject_id=account.pk, wrapped=wrapped, created_at=at))
        faces.append(FaceTemplate(account=account, sealed=sealed, enrolled_at=at, made_by=MADE_BY))
    SubjectKey.objects.bulk_create(keys)
    FaceTemplate.objects.bulk_create(faces)


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def timed(name: str, copy: FaceCopy) -> None:
    before, wall, cpu = resident(), time.perf_counter(), time.process_time()
    copy.follow()
    took = f"{time.process_time() - cpu:8.3f} s processor, {time.perf_counter() - wall:8.3f} s"
    print(f"{name:<34} {took}, {(resident() - before) / 1e6:6.0f} MB more")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    drawn = np.random.default_rng(1)
    with postgres.serving(HOME, ["fsync=off", "synchronous_commit=off"]):
        call_command("migrate", verbosity=0)
        for start in range(0, count, _AT_ONCE):
            enrol(start, min(_AT_ONCE, count - start), drawn)
        copy = FaceCopy()
        timed(f"start with {count:,} faces", copy)
        timed("nothing has changed", copy)
        enrol(count, 100, drawn)
        timed("100 were enrolled since", copy)
        probe, times = drawn.standard_normal(SIZE), []
        for _ in range(21):
            started = time.process_time()
            copy.search(probe, 0.5, 5)
            times.append(time.process_time() - started)
        print(f"{'follow and search, median of 21':<34} {1000 * sorted(times)[10]:8.1f} ms processor")


if __name__ == "__main__":
    main()
