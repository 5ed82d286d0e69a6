"""The generated reference is what the code says."""

import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
# The only page of the folder that is written by hand.
BY_HAND = {"invariants.md"}
PAGES = sorted(path.name for path in (DOCS / "reference").glob("*.md") if path.name not in BY_HAND)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as the code prints them now, from a process that no other test has touched."""
    folder = tmp_path_factory.mktemp("reference")
    subprocess.run([sys.executable, DOCS / "generate.py", folder], check=True)
    return folder


def test_every_page_is_written(generated: Path) -> None:
    assert sorted(path.name for path in generated.glob("*.md")) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_reference_page_is_up_to_date(generated: Path, name: str) -> None:
    written = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert written == (generated / name).read_text(encoding="utf-8"), "run `make fix`"


def test_every_decision_record_has_its_parts() -> None:
    records = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert records
    for record in records:
        text = record.read_text(encoding="utf-8")
        missing = [
            part
            for part in ("## Context", "## Decision", "## Consequences", "## Alternatives", "## Enforced by")
            if part not in text
        ]
        assert missing == [], record.name
