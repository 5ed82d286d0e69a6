"""Settings are read once; what is unknown or unusable stops the start with a line each."""

from pathlib import Path

import pytest

from assay.config.environment import SettingsError, read


def test_defaults_need_no_variable():
    environment = read({})
    assert environment.port == 8000
    assert environment.key_path == Path(".assay/keys.json")
    assert environment.evidence_store.startswith("file://")


def test_values_are_typed():
    environment = read(
        {
            "ASSAY_PORT": "9000",
            "ASSAY_DEMO": "yes",
            "ASSAY_HOME": "/srv/assay",
            "DATABASE_URL": "postgresql://x/y",
        }
    )
    assert (environment.port, environment.demo, environment.home) == (9000, True, Path("/srv/assay"))
    assert environment.database_url == "postgresql://x/y"


def test_every_problem_has_its_line():
    with pytest.raises(SettingsError) as stopped:
        read({"ASSAY_COLOUR": "red", "ASSAY_PORT": "many", "ASSAY_DEMO": "perhaps"})
    lines = str(stopped.value).splitlines()
    assert len(lines) == 3
    assert any("ASSAY_COLOUR is not a setting" in line for line in lines)


def test_other_peoples_variables_are_left_alone():
    assert read({"PATH": "/bin", "HOME": "/root"}).home == Path(".assay")
