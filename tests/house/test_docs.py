"""The generated reference is what the code says."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
_spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
assert _spec is not None
assert _spec.loader is not None
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)


@pytest.mark.parametrize("name", [f"{name}.md" for name in generate.PAGES])
def test_reference_page_is_up_to_date(name: str) -> None:
    written = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert written == generate.pages()[name], "run `make fix`"


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
