"""Runs the `assay` command as a shell would, or inside this process where that proves as much."""

import os
import subprocess
import sys

from click.testing import CliRunner

from assay.config.command import main


def run(*arguments, **variables):
    """Run inside this process; the result has exit_code, stdout, stderr."""
    return CliRunner(env={"COLUMNS": "200", **variables}).invoke(main, [str(part) for part in arguments])


def run_process(*arguments, **variables):
    """Run as a process of its own; the result has returncode, stdout, stderr."""
    return subprocess.run(
        [sys.executable, "-c", "from assay.config.command import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "COLUMNS": "200", **variables},
    )
