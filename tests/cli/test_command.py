"""The command as a whole: help, lazy loading, exit codes of wrong use."""

import pytest
from running import run, run_process

from assay.config.command import COMMANDS


def test_help_names_every_command_and_the_exit_codes():
    helped = run("--help")
    assert helped.exit_code == 0
    said = " ".join(helped.stdout.split())
    assert [name for name, entry in COMMANDS.items() if f"{name} {entry.help}" not in said] == []
    assert "Exit codes" in helped.stdout


def test_help_loads_neither_django_nor_the_engines():
    shown = run_process("--help", PYTHONPROFILEIMPORTTIME="1").stderr
    loaded = {line.rsplit("|", 1)[-1].strip() for line in shown.splitlines()}
    assert "click" in loaded
    assert not {"django.db", "cv2", "onnxruntime", "numpy"} & loaded


@pytest.mark.parametrize("name", [name for name, entry in COMMANDS.items() if not entry.needs_django])
def test_command_that_needs_no_database_explains_itself_without_settings(name):
    helped = run_process(name, "--help", DJANGO_SETTINGS_MODULE="nowhere")
    assert (helped.returncode, helped.stderr) == (0, "")
    assert len(helped.stdout) > 150


def test_unknown_command_is_wrong_use():
    assert run("chek").exit_code == 2


def test_unknown_setting_stops_every_command_with_one_line_but_not_the_doctor():
    stopped = run("models", "list", ASSAY_TYPO="1")
    assert stopped.exit_code == 2
    assert "ASSAY_TYPO is not a setting of Assay" in stopped.stderr
    assert "ASSAY_TYPO is not a setting of Assay" in run("doctor", ASSAY_TYPO="1").stdout
