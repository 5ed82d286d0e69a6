"""Compares the requirement rows with the tests that say they prove them.

Prints the rows without a test. Exit code 1 when a test names a row that does not exist. With --quiet, only that.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def known(path: Path = ROOT / "docs" / "requirements-rows.txt") -> dict[str, str]:
    """Return each row's id and short text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))


def named(folder: Path = ROOT / "tests") -> Iterator[tuple[str, str]]:
    """Return each row a test names in `@pytest.mark.row(...)` or `pytestmark`, and where."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row":
                for argument in node.args:
                    place = f"{path.relative_to(folder.parent)}:{node.lineno}"
                    yield (
                        (argument.value if isinstance(argument, ast.Constant) else ast.unparse(argument)),
                        place,
                    )


def main(*, quiet: bool) -> int:
    rows, proved = known(), list(named())
    strangers = [(row, place) for row, place in proved if row not in rows]
    without = [row for row in rows if row not in {row for row, _ in proved}]
    if not quiet:
        for row in without:
            print(f"{row}  {rows[row]}")
        print(f"{len(rows) - len(without)} of {len(rows)} rows have a test.")
    for row, place in strangers:
        print(f"{place}: there is no requirement row {row}")
    return 1 if strangers else 0


if __name__ == "__main__":
    sys.exit(main(quiet="--quiet" in sys.argv))
