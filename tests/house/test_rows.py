"""The requirement rows that tests say they prove are rows that exist."""

import importlib.util
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
_spec = importlib.util.spec_from_file_location("rows", DOCS / "rows.py")
assert _spec is not None
assert _spec.loader is not None
rows = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(rows)


def test_every_row_a_test_names_exists():
    known = rows.known()
    assert [(row, place) for row, place in rows.named() if row not in known] == []


def test_a_row_nobody_knows_is_found(tmp_path: Path):
    (tmp_path / "test_x.py").write_text(
        'import pytest\n@pytest.mark.row("ZZZ-01", "IDW-01")\ndef test_x(): ...\n'
    )
    assert [row for row, _ in rows.named(tmp_path)] == ["ZZZ-01", "IDW-01"]
