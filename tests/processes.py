"""The `assay` command as a process of its own, with an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

ASSAY = Path(sys.prefix) / "bin" / "assay"


def environment(**variables: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "ASSAY_HOME"}}
    return {**kept, **variables}


def assay(*arguments: str, **variables: str) -> str:
    done = subprocess.run(
        [ASSAY, *arguments], env=environment(**variables), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
