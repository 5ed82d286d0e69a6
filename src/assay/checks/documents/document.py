"""Is the document in the picture, can it be read, is it the one that was chosen, and does it hold together?

Pure functions from a case and the rule book to one result each. What they say is shown to customers and auditors.
"""

from assay.checks.documents import sources
from assay.checks.documents.holder import age_on, holder, kind_of, licence_of, printed, sides, zone_of
from assay.checks.readings import Case, DocumentReading, Mrz
from assay.checks.result import CheckResult, Mark, Outcome, Piece, result_of
from assay.policy import countries
from assay.policy.documents import Side
from assay.policy.schema import Book, CheckName

_FIELDS_OF_A_READABLE_PRINT = ("surname", "document_number", "born_on")
# Barcodes carry the details on licences of these countries; elsewhere the print has to do.
_BARCODE_COUNTRIES = frozenset({"US", "CA"})


def outline_mark(piece: Piece, side: DocumentReading, *, good: bool) -> tuple[Mark, ...]:
    """Return the mark of the document's outline; nothing where none was found."""
    return (Mark(piece=piece, label="Document", points=side.outline, good=good),) if side.outline else ()


def zone_marks(piece: Piece, mrz: Mrz, *, good: bool) -> tuple[Mark, ...]:
    """Return one mark for each line of a machine readable zone."""
    return tuple(
        Mark(piece=piece, label="Machine readable zone", points=line, good=good) for line in mrz.corners
    )


def document_found(case: Case, book: Book) -> CheckResult:
    """Each picture shows one whole document.

    The border of the document is looked for by its edges; the score is the share of the border that was seen, on
    the less clear of the sides. A document whose machine readable zone or barcode could be read was certainly found.
    """
    least = book.threshold(CheckName.DOCUMENT_FOUND, "outline_confidence", case.on)
    problems: dict[str, Outcome] = {}
    seen: dict[str, str] = {}
    marks: list[Mark] = []
    for piece, side in sides(case):
        certain = side.mrz is not None or any(code.fields for code in side.barcodes)
        reason = None
        if side.documents_seen == 0 or (side.outline_confidence < least and not certain):
            reason = "document.image.not_found"
        elif side.documents_seen > 1:
            reason = "document.image.several"
        elif side.cut_off:
            reason = "document.image.cut_off"
        if reason:
            problems[reason] = Outcome.ASK_AGAIN
        seen[piece.value] = f"{side.documents_seen} found, border {side.outline_confidence:.0%} clear"
        marks += outline_mark(piece, side, good=reason is None)
    score = min(side.outline_confidence for _, side in sides(case))
    return result_of(
        CheckName.DOCUMENT_FOUND, problems, score=score, threshold=least, seen=seen, marks=tuple(marks)
    )


def document_readable(case: Case, book: Book) -> CheckResult:
    """The details on the document can be read: from its machine readable zone, its barcode, or its print.

    A passport needs its machine readable zone, an ID card or residence permit needs it on either side. A driving
    licence needs its barcode where its country prints one, elsewhere surname, number and date of birth in
    print. A zone is relied on when two readers, independent of each other, read the same; otherwise a person looks.
    """
    least = book.threshold(CheckName.DOCUMENT_READABLE, "name_confidence", case.on)
    zone = zone_of(case)
    kind = case.claim.document_kind if case.claim else kind_of(case)
    problems = _missing_side(case, book, kind)
    if zone is None and not problems:
        problems = _unreadable(case, book, kind)
    elif zone and not zone[1].agreed and zone[1].failed_check_digits:
        # Two readers that differ and digits that do not hold: that is a bad picture sooner than a forged document.
        problems["document.image.unreadable"] = Outcome.ASK_AGAIN
    elif zone and (not zone[1].agreed or zone[1].confidence < least):
        problems["document.mrz.uncertain"] = Outcome.REFER
    who = holder(case)
    seen = {
        "read from": {"mrz": "machine readable zone", "barcode": "barcode", "print": "printed fields"}[
            who.source
        ]
    }
    if zone:
        seen |= {"lines": "\n".join(zone[1].lines), "two readers": "agree" if zone[1].agreed else "differ"}
        seen["corrected characters"] = str(zone[1].corrected)
    marks = zone_marks(*zone, good=not problems) if zone else ()
    score = zone[1].confidence if zone else None
    threshold = least if zone else None
    return result_of(
        CheckName.DOCUMENT_READABLE, problems, score=score, threshold=threshold, seen=seen, marks=marks
    )


def _missing_side(case: Case, book: Book, kind: str | None) -> dict[str, Outcome]:
    """Ask for the back where the customer chose a kind that has one, and for the other side where both are the same."""
    if case.claim is None or kind is None:
        return {}
    if Side.BACK in book.document(kind).sides and case.back is None:
        return {"document.side.back_missing": Outcome.ASK_AGAIN}
    front, back = case.front.mrz, case.back.mrz if case.back else None
    return {"document.side.wrong": Outcome.ASK_AGAIN} if front and back and front.lines == back.lines else {}


def _unreadable(case: Case, book: Book, kind: str | None) -> dict[str, Outcome]:
    """Say what to do about a document without machine readable zone."""
    needs_zone = kind is not None and bool(book.document(kind).mrz_formats)
    if licence_of(case):
        return {"document.mrz.missing": Outcome.REFER} if needs_zone and kind == "passport" else {}
    fields = printed(case)
    enough = all(getattr(fields, name) for name in _FIELDS_OF_A_READABLE_PRINT)
    if case.claim and kind == "driving_licence" and case.claim.issuing_country in _BARCODE_COUNTRIES:
        enough = False
    if not enough or kind == "passport":
        return {"document.image.unreadable": Outcome.ASK_AGAIN}
    return {"document.mrz.missing": Outcome.REFER} if needs_zone else {}


def document_kind(case: Case, book: Book) -> CheckResult:
    """The document is of the kind and from the country that the customer chose, and that country's kind is accepted.

    Kind and country come from the machine readable zone or the barcode, else the kind from the title in
    print. Where the document says neither, a person looks.
    """
    kind, issuer = kind_of(case), countries.alpha2_of(holder(case).issuer)
    seen = {
        "kind": kind or "not told by the document",
        "issued by": countries.name_of(issuer) if issuer else "not told by the document",
    }
    if case.claim is None:
        return result_of(CheckName.DOCUMENT_KIND, {}, seen=seen)
    problems: dict[str, Outcome] = {}
    chosen = case.claim.document_kind
    seen["chosen"] = f"{chosen}, {countries.name_of(case.claim.issuing_country)}"
    if kind and kind != chosen and not _may_pass_for(kind, chosen, case):
        problems["document.kind.other"] = Outcome.ASK_AGAIN
    if issuer and issuer != case.claim.issuing_country:
        problems["document.issuer.other"] = Outcome.ASK_AGAIN
    if chosen not in book.country(case.claim.issuing_country).documents:
        problems["document.kind.not_accepted"] = Outcome.ASK_AGAIN
    if kind is None and issuer is None and not problems:
        problems["document.kind.unknown"] = Outcome.REFER
    return result_of(CheckName.DOCUMENT_KIND, problems, seen=seen)


def _may_pass_for(kind: str, chosen: str, case: Case) -> bool:
    """A permit and a card share their layout; the code alone does not part them where issuer and nationality are the same."""
    zone = zone_of(case)
    return (
        {kind, chosen} == {"id_card", "residence_permit"}
        and zone is not None
        and zone[1].nationality == zone[1].issuer
    )


def document_check_digits(case: Case, book: Book) -> CheckResult:
    """Every check digit of the machine readable zone holds.

    Check digits are computed over number, dates and the whole zone by ICAO Doc 9303. A digit that does not hold although
    the characters were read with confidence is a sign of alteration: it is never corrected, a person looks.
    Documents that carry no machine readable zone pass.
    """
    del book
    zone = zone_of(case)
    if zone is None:
        return result_of(
            CheckName.DOCUMENT_CHECK_DIGITS,
            {},
            seen={"check digits": "The document has no machine readable zone."},
        )
    piece, mrz = zone
    failed = mrz.failed_check_digits
    problems = {"document.mrz.check_digit": Outcome.REFER} if failed else {}
    seen = {"check digits": f"Do not hold: {', '.join(failed).replace('_', ' ')}." if failed else "All hold."}
    return result_of(
        CheckName.DOCUMENT_CHECK_DIGITS, problems, seen=seen, marks=zone_marks(piece, mrz, good=not failed)
    )


def document_sources_agree(case: Case, book: Book) -> CheckResult:
    """Machine readable zone, barcode, print and chip say the same of the holder, field by field.

    What the rules of ICAO Doc 9303 make of a name, a number or a date counts as the same: letters of the tables, names cut where
    the room ended, nine characters of a number, two digits of a year. A printed value counts against the document only if it
    was read with confidence under its label and the other source's value stands nowhere in print. Names count as the same
    when they are alike by the threshold for similar names.
    """
    differing = sources.differences(case, book)
    problems = {"document.sources.differ": Outcome.REFER} if differing else {}
    marks = tuple(mark for one in differing if (mark := sources.mark(case, one.field)))
    return result_of(
        CheckName.DOCUMENT_SOURCES_AGREE,
        problems,
        seen={one.field.replace("_", " "): one.why for one in differing}
        or {"sources": sources.compared(case)},
        marks=marks,
    )


def document_expiry(case: Case, book: Book) -> CheckResult:
    """The document is valid on the day of the check; the last day of validity still counts."""
    del book
    expires_on = holder(case).expires_on
    if expires_on is None:
        problems, words = {"document.expiry.unknown": Outcome.REFER}, "No date of expiry was read."
    else:
        expired = expires_on < case.on
        problems = {"document.expiry.expired": Outcome.ASK_AGAIN} if expired else {}
        words = "without end" if expires_on.year == 9999 else f"until {expires_on.isoformat()}"
    return result_of(CheckName.DOCUMENT_EXPIRY, problems, seen={"valid": words})


def holder_age(case: Case, book: Book) -> CheckResult:
    """The holder has reached the least age of the country of residence (of the issuing country where residence is not known).

    The age is counted in completed years from the date of birth on the document. Somebody who is too young is
    referred to a person; the machine rejects nobody.
    """
    who = holder(case)
    country = case.claim.residence if case.claim else countries.alpha2_of(who.issuer) or ""
    least = book.country(country).minimum_age
    if who.born_on is None:
        problems, seen = {"document.holder.age_unknown": Outcome.REFER}, {"age": "No date of birth was read."}
        return result_of(CheckName.HOLDER_AGE, problems, threshold=least, seen=seen)
    age = age_on(who.born_on, case.on)
    problems = {"document.holder.under_age": Outcome.REFER} if age < least else {}
    return result_of(
        CheckName.HOLDER_AGE, problems, score=age, threshold=least, seen={"age": f"{age}, least {least}"}
    )
