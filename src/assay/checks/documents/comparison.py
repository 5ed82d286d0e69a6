"""What does each source say of each field, and do they agree? Pure; one row of words for each field."""

from collections.abc import Callable, Iterator
from datetime import date

from assay.checks.documents import field_rules
from assay.checks.documents.field_rules import NO_END, Agreement, Answer, Told
from assay.checks.documents.holder import SOURCES, Holder, sides, zone_of
from assay.checks.naming import names
from assay.checks.readings import Case, TextLine
from assay.checks.result import Frozen, Piece
from assay.policy.schema import Book, CheckName

# A printed line read with less confidence than this is no witness against anybody.
_SURE = 0.9
_TITLES = {source.key: source.title for source in SOURCES}
_WORST_LAST = list(Agreement)
_NAMES = ("surname", "given_names")
_RULES: dict[str, Callable[[Told, Told], Answer]] = {
    "document_number": field_rules.numbers,
    "born_on": field_rules.dates,
    "expires_on": field_rules.dates,
    "sex": field_rules.sexes,
    "nationality": field_rules.states,
    "issuer": field_rules.states,
}
FIELDS = (*_NAMES, *_RULES)


class FieldComparison(Frozen):
    """One field. `values` is what each source says (keys of SOURCES, the one the others are compared with first), `against` how
    each of the others agrees with the first, `agreement` the worst of these, `why` all that is to be said, in words.
    """

    field: str
    values: dict[str, str]
    agreement: Agreement
    against: dict[str, Agreement] = {}
    why: str = ""

    def typed_differs(self) -> bool:
        """Whether what was typed is not what the document says."""
        return self.against.get("typed") is Agreement.DIFFER

    def sources_differ(self) -> bool:
        """Whether two sources of the document itself contradict each other."""
        return any(found is Agreement.DIFFER for key, found in self.against.items() if key != "typed")


def comparison(case: Case, book: Book) -> tuple[FieldComparison, ...]:
    """Return each field that any source tells, with what all of them say of it and whether they agree."""
    same = book.threshold(CheckName.DETAILS_MATCH, "name_same", case.on)
    similar = book.threshold(CheckName.DETAILS_MATCH, "name_similar", case.on)
    told = {source.key: who for source in SOURCES if (who := source.says(case))}
    found = (_compared(case, told, field, (same, similar)) for field in FIELDS)
    return tuple(one for one in found if one)


def _compared(
    case: Case, told: dict[str, Holder], field: str, alike: tuple[float, float]
) -> FieldComparison | None:
    values = {key: getattr(who, field) for key, who in told.items() if getattr(who, field)}
    if not values:
        return None
    first, *others = values
    answers = {other: _answer(case, told, field, (first, other), alike) for other in others}
    against = {other: answer.agreement for other, answer in answers.items()}
    worst = max(against.values(), key=_WORST_LAST.index, default=Agreement.ONE_SOURCE)
    shown = {key: _shown(value) for key, value in values.items()}
    why = "; ".join(_sentences(shown, answers)) or f"only the {_TITLES[first]} tells"
    return FieldComparison(field=field, values=shown, agreement=worst, against=against, why=why)


def _shown(value: str | date) -> str:
    if isinstance(value, str):
        return value
    return "without end" if value.year == NO_END else value.isoformat()


def _sentences(shown: dict[str, str], answers: dict[str, Answer]) -> Iterator[str]:
    first = next(iter(shown))
    agreeing = [_TITLES[key] for key, answer in answers.items() if answer == Answer(Agreement.AGREE)]
    if agreeing:
        yield f"{', '.join([_TITLES[first], *agreeing])} say the same"
    for key, answer in answers.items():
        if answer.agreement is Agreement.AGREE and answer.why:
            yield f"{_TITLES[first]} and {_TITLES[key]} agree ({answer.why})"
        elif answer.why:
            yield f"{_TITLES[first]}: {shown[first]}, {_TITLES[key]}: {shown[key]} ({answer.why})"


def _answer(
    case: Case, told: dict[str, Holder], field: str, pair: tuple[str, str], alike: tuple[float, float]
) -> Answer:
    first, other = pair
    lines = _lines(case) if other == "print" else ()
    if field in _NAMES:
        answer = _names(told[first], told[other], field, alike, lines)
    else:
        zone = zone_of(case)
        held = "".join(zone[1].lines) if zone and first == "mrz" else ""
        one = Told(first, getattr(told[first], field), zone=held)
        answer = _RULES[field](one, Told(other, getattr(told[other], field), lines))
    if answer.agreement is Agreement.DIFFER and other == "print" and not is_sure(case, field):
        return Answer(Agreement.UNSURE, "print was not read with confidence")
    return answer


def _names(
    one: Holder, other: Holder, field: str, alike: tuple[float, float], lines: tuple[TextLine, ...]
) -> Answer:
    """Compare the whole name first: countries part surname and given names in different places."""
    same, similar = alike
    whole = names.same_person(
        (other.surname, other.given_names), (one.surname, one.given_names), truncated=one.name_truncated
    )
    value, shown = getattr(one, field), getattr(other, field)
    part = names.likeness(shown, value, truncated=one.name_truncated, given=field == "given_names")
    if part.score >= same or (whole.score >= same and not part.score >= same):
        return Answer(Agreement.AGREE, part.how if part.score >= same else whole.how)
    if lines and is_printed_name(value, lines, same):
        return Answer(Agreement.AGREE, "the name stands elsewhere in print")
    if part.score >= similar:
        return Answer(Agreement.SIMILAR, part.how)
    return Answer(Agreement.DIFFER, part.how)


def is_printed_name(name: str, lines: tuple[TextLine, ...], alike: float) -> bool:
    """Whether a name stands anywhere in print: on a line of its own, or its words spread over several."""
    if any(names.likeness(line.text, name).score >= alike for line in lines):
        return True
    # A long name is printed on two lines, or with a title or a maiden name behind it.
    everything = {word for line in lines for words in names.spellings(line.text) for word in words}
    return any(everything.issuperset(words) for words in names.spellings(name))


def _lines(case: Case) -> tuple[TextLine, ...]:
    return tuple(line for _, side in sides(case) for line in side.text)


def line_of(case: Case, field: str) -> tuple[Piece, TextLine] | None:
    """Return the printed line that a field's value was read from, and the side it is on."""
    for piece, side in sides(case):
        index = side.visual.lines.get(field)
        if getattr(side.visual, field, None) and index is not None and index < len(side.text):
            return piece, side.text[index]
    return None


def is_sure(case: Case, field: str) -> bool:
    """Whether a field was read in print with confidence."""
    line = line_of(case, field)
    return line is not None and line[1].confidence >= _SURE
