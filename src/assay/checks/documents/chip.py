"""Did the country that issued the document sign what its chip holds, and does the chip say the same as print and person?"""

from collections.abc import Iterable

from assay.checks.documents.holder import zone_of
from assay.checks.faces.face import likeness as face_likeness
from assay.checks.readings import Case, ChipReading, ChipStep, ChipStepResult, StepOutcome
from assay.checks.result import CheckResult, Outcome
from assay.policy.schema import Book, CheckName

_COMPARED = (
    "document_number", "issuer", "surname", "given_names", "nationality", "born_on", "expires_on", "sex",
)  # fmt: skip
_FAILED = {
    ChipStep.DATA_GROUP: "chip.data.changed",
    ChipStep.SIGNED_CONTENT: "chip.data.changed",
    ChipStep.SIGNATURE: "chip.signature.invalid",
    ChipStep.ISSUER: "chip.signature.invalid",
    ChipStep.VALIDITY: "chip.signature.expired",
    ChipStep.REVOCATION: "chip.revoked",
    ChipStep.COUNTRY: "chip.issuer.other",
}
# Without these steps nothing is proved. A revocation list, a time of signing and a country that can be compared may be missing.
_NOT_DONE = {
    ChipStep.DATA_GROUP: "chip.data.unreadable",
    ChipStep.SIGNED_CONTENT: "chip.data.unreadable",
    ChipStep.SIGNATURE: "chip.data.unreadable",
    ChipStep.ISSUER: "chip.issuer.unknown",
}
_WORDS = {StepOutcome.HOLDS: "holds", StepOutcome.FAILS: "fails", StepOutcome.NOT_DONE: "not done"}


def document_chip(case: Case, book: Book) -> CheckResult:
    """What the document's chip holds was signed by the country that issued it, unchanged, and agrees with print and person.

    Looked at, where chip data was given: every step of passive authentication (ICAO Doc 9303 part 11) against the operator's
    trust list, the chip's machine readable zone against the printed one, and the chip's portrait against the selfie by
    the thresholds of face_match. Whatever does not hold, or could not be proved, goes to a person.
    """
    if case.chip is None:
        return CheckResult(
            check=CheckName.DOCUMENT_CHIP,
            outcome=Outcome.PASS,
            seen={"chip": "No chip data was given."},
        )
    differing = differences(case)
    likeness = _likeness(case.chip, case)
    accept = book.threshold(CheckName.FACE_MATCH, "accept", case.on)
    reasons = dict.fromkeys(
        (
            *_unproved(case.chip),
            *(_reason(one) for one in case.chip.steps),
            "chip.differs" if differing else "",
            "chip.face.differs" if likeness is not None and likeness < accept else "",
        )
    )
    found = tuple(reason for reason in reasons if reason)
    return CheckResult(
        check=CheckName.DOCUMENT_CHIP,
        outcome=Outcome.REFER if found else Outcome.PASS,
        score=likeness,
        threshold=None if likeness is None else accept,
        reasons=found,
        seen=_described(case.chip, differing, likeness),
    )


def _unproved(chip: ChipReading) -> Iterable[str]:
    """Return a reason where a file could not be read, or what has to be signed is not there."""
    signed = {one.subject for one in chip.steps if one.step is ChipStep.DATA_GROUP}
    if chip.unreadable or chip.mrz is None or "DG1" not in signed:
        yield "chip.data.unreadable"


def _reason(one: ChipStepResult) -> str:
    if one.outcome is StepOutcome.FAILS:
        return _FAILED[one.step]
    return _NOT_DONE.get(one.step, "") if one.outcome is StepOutcome.NOT_DONE else ""


def differences(case: Case) -> tuple[str, ...] | None:
    """Return the fields in which chip and printed zone differ; None where there are not two zones to compare."""
    printed = zone_of(case)
    if case.chip is None or case.chip.mrz is None or printed is None:
        return None
    chip, zone = case.chip.mrz, printed[1]
    if chip.lines == zone.lines:
        return ()
    return tuple(name for name in _COMPARED if getattr(chip, name) != getattr(zone, name))


def _likeness(chip: ChipReading, case: Case) -> float | None:
    if chip.face is None or case.selfie is None or not case.selfie.faces:
        return None
    return face_likeness(chip.face, case.selfie.faces[0])


def _described(
    chip: ChipReading, differing: tuple[str, ...] | None, likeness: float | None
) -> dict[str, str]:
    seen = {_name(one): f"{_WORDS[one.outcome]}: {one.why}" for one in chip.steps}
    if chip.unreadable:
        seen["unreadable"] = " ".join(chip.unreadable)
    fields = ", ".join(name.replace("_", " ") for name in differing or ())
    seen["printed zone"] = (
        "not compared" if differing is None else f"differs in {fields}" if fields else "the same"
    )
    seen["portrait and selfie"] = "not compared" if likeness is None else f"likeness {likeness:.2f}"
    seen["trust list"] = chip.trust_list or "none is loaded"
    return seen


def _name(one: ChipStepResult) -> str:
    return f"{one.step.replace('_', ' ')} {one.subject}".strip()
