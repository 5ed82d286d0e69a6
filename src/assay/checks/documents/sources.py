"""Where do the sources of one document contradict each other? Pure."""

from assay.checks.documents.comparison import FieldComparison, comparison, line_of
from assay.checks.documents.holder import SOURCES
from assay.checks.readings import Case
from assay.checks.result import Mark
from assay.policy.schema import Book


def compared(case: Case) -> str:
    """Return in words which sources of the document there were to compare."""
    found = [source.title for source in SOURCES if source.key != "typed" and source.says(case)]
    if len(found) > 1:
        return f"{', '.join(found)} agree"
    return f"only one source: {found[0] if found else 'none'}"


def differences(case: Case, book: Book) -> tuple[FieldComparison, ...]:
    """Return the fields on which two sources of the document contradict each other."""
    return tuple(one for one in comparison(case, book) if one.sources_differ())


def mark(case: Case, field: str) -> Mark | None:
    """Return the printed line of a field, drawn as what differs; None where it stands on none."""
    line = line_of(case, field)
    if line is None:
        return None
    return Mark(piece=line[0], label=field.replace("_", " ").capitalize(), points=line[1].corners, good=False)
