"""Does what the customer typed fit what the document says? Pure."""

from datetime import date

from assay.checks.documents.comparison import comparison
from assay.checks.documents.holder import holder, kind_of, sides
from assay.checks.naming import names
from assay.checks.readings import Case
from assay.checks.result import CheckResult, Mark, Outcome, worst
from assay.policy import countries
from assay.policy.schema import Book, CheckName

_NOTHING_TYPED = {"compared": "Nothing was typed."}


def details_match(case: Case, book: Book) -> CheckResult:
    """Name, date of birth and nationality are those of the document.

    Names are compared in the letters documents use (ICAO Doc 9303): capitals, Müller like MUELLER or MULLER, words in any
    order, middle names may be left out, a name too long for the document may be cut. The score is that likeness, 0 to 100. A
    name that is only similar, or different, goes to a person, and so does another date of birth or nationality.
    """
    check = CheckName.DETAILS_MATCH
    same = book.threshold(check, "name_same", case.on)
    similar = book.threshold(check, "name_similar", case.on)
    if case.claim is None:
        return CheckResult(check=check, outcome=Outcome.PASS, threshold=same, seen=_NOTHING_TYPED)
    who, claim = holder(case), case.claim
    like = names.same_person(
        (claim.surname, claim.given_names), (who.surname, who.given_names), truncated=who.name_truncated
    )
    reasons = []
    if like.score < same:
        reasons.append("details.name.similar" if like.score >= similar else "details.name.differs")
    fields = {one.field: one for one in comparison(case, book)}
    if who.born_on is None or fields["born_on"].typed_differs():
        reasons.append("details.born_on.differs")
    if claim.nationality and fields["nationality"].typed_differs():
        reasons.append("details.nationality.differs")
    seen = {
        "name": f"{who.surname}, {who.given_names}".strip(", ") + (f" ({like.how})" if like.how else ""),
        "date of birth": _day(who.born_on),
        "nationality": who.nationality or "not on the document",
    }
    return CheckResult(
        check=check,
        outcome=Outcome.REFER if reasons else Outcome.PASS,
        score=round(like.score, 1),
        threshold=same,
        reasons=tuple(reasons),
        seen=seen,
        marks=_marks(case, reasons),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else "not read"


def _marks(case: Case, reasons: list[str]) -> tuple[Mark, ...]:
    """Return marks on the printed fields that differ from what was typed."""
    fields = {
        "details.name.differs": ("surname", "given_names"),
        "details.name.similar": ("surname", "given_names"),
        "details.born_on.differs": ("born_on",),
        "details.nationality.differs": ("nationality",),
    }
    wanted = [field for reason in reasons for field in fields[reason]]
    return tuple(
        Mark(
            piece=piece,
            label=field.replace("_", " ").capitalize(),
            points=side.text[index].corners,
            good=False,
        )
        for piece, side in sides(case)
        for field, index in side.visual.lines.items()
        if field in wanted and index < len(side.text)
    )


def residence_consistent(case: Case, book: Book) -> CheckResult:
    """The country of residence is served, and a document from another country fits it.

    A passport from anywhere is fine. An ID card or driving licence from another country than the one the
    customer lives in is looked at by a person, unless it is a residence permit of the country of residence.
    Living elsewhere than where the document was issued is never a ground for rejection.
    """
    check = CheckName.RESIDENCE_CONSISTENT
    if case.claim is None:
        return CheckResult(check=check, outcome=Outcome.PASS, seen=_NOTHING_TYPED)
    claim = case.claim
    issuer = countries.alpha2_of(holder(case).issuer) or claim.issuing_country
    kind = kind_of(case) or claim.document_kind
    seen = {"residence": countries.name_of(claim.residence), "issued by": countries.name_of(issuer)}
    problems: dict[str, Outcome] = {}
    if not book.country(claim.residence).served:
        problems["details.residence.not_served"] = Outcome.REFER
    if issuer != claim.residence:
        if kind == "passport":
            seen["note"] = (
                "The passport is from another country than the one the customer lives in; that is allowed."
            )
        else:
            problems["details.residence.differs"] = Outcome.REFER
    return CheckResult(check=check, outcome=worst(problems.values()), reasons=tuple(problems), seen=seen)
