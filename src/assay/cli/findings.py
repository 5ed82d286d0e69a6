"""What `assay doctor` found, and how it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rich.table import Table

from assay.cli import screen


class Grade(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """`to_do` says what to do about it, and is empty when nothing has to be done."""

    grade: Grade
    what: str
    found: str
    to_do: str = ""


def ok(what: str, found: str) -> Finding:
    return Finding(Grade.OK, what, found)


def warning(what: str, found: str, to_do: str) -> Finding:
    return Finding(Grade.WARNING, what, found, to_do)


def problem(what: str, found: str, to_do: str) -> Finding:
    return Finding(Grade.PROBLEM, what, found, to_do)


_COLOURS = {Grade.OK: "green", Grade.WARNING: "yellow", Grade.PROBLEM: "red"}


def show(findings: Iterable[Finding]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for finding in findings:
        text = f"{finding.found}\n→ {finding.to_do}" if finding.to_do else finding.found
        table.add_row(f"[{_COLOURS[finding.grade]}]{finding.grade}[/]", finding.what, text)
    screen.out.print(table)
