"""Which function answers which check, and how all of a level's checks are run on one case."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import structlog

from assay.checks.documents import authentic, chip, details, document, document_image, original, plausible
from assay.checks.faces import duplicate, face, selfie, worn
from assay.checks.notes import beside_face, note
from assay.checks.readings import NOTHING_READ, Case
from assay.checks.readings.note import NotePhoto
from assay.checks.recordings import attack, light, liveness, replay, stream
from assay.checks.result import CheckResult, Outcome
from assay.checks.statements import statement
from assay.policy.schema import Book, CheckName

Check = Callable[[Case, Book], CheckResult]

CHECKS: Mapping[CheckName, Check] = {
    CheckName.DOCUMENT_FOUND: document.document_found,
    CheckName.DOCUMENT_IMAGE: document_image.document_image,
    CheckName.DOCUMENT_READABLE: document.document_readable,
    CheckName.DOCUMENT_KIND: document.document_kind,
    CheckName.DOCUMENT_CHECK_DIGITS: document.document_check_digits,
    CheckName.DOCUMENT_SOURCES_AGREE: document.document_sources_agree,
    CheckName.DOCUMENT_ORIGINAL: original.document_original,
    CheckName.DOCUMENT_AUTHENTIC: authentic.document_authentic,
    CheckName.DOCUMENT_CHIP: chip.document_chip,
    CheckName.DOCUMENT_PLAUSIBLE: plausible.document_plausible,
    CheckName.DOCUMENT_EXPIRY: document.document_expiry,
    CheckName.HOLDER_AGE: document.holder_age,
    CheckName.DETAILS_MATCH: details.details_match,
    CheckName.RESIDENCE_CONSISTENT: details.residence_consistent,
    CheckName.DOCUMENT_FACE: face.document_face,
    CheckName.SELFIE_FACE: selfie.selfie_face,
    CheckName.SELFIE_FRAME: selfie.selfie_frame,
    CheckName.SELFIE_EYES: selfie.selfie_eyes,
    CheckName.SELFIE_IMAGE: selfie.selfie_image,
    CheckName.SELFIE_UNCOVERED: worn.selfie_uncovered,
    CheckName.SELFIE_UNFILTERED: worn.selfie_unfiltered,
    CheckName.FACE_MATCH: face.face_match,
    CheckName.CHALLENGE_FOLLOWED: liveness.challenge_followed,
    CheckName.ONE_LIVE_FACE: liveness.one_live_face,
    CheckName.PRESENTATION_ATTACK: attack.presentation_attack,
    CheckName.LIGHT_RESPONSE: light.light_response,
    CheckName.CLIP_FRESH: replay.clip_fresh,
    CheckName.CLIP_GENUINE: stream.clip_genuine,
    CheckName.DUPLICATE_FACE: duplicate.duplicate_face,
    CheckName.DUPLICATE_DOCUMENT: duplicate.duplicate_document,
    CheckName.NOTE_PERSON: beside_face.note_person,
    CheckName.NOTE_BODY: beside_face.note_body,
    CheckName.NOTE_DOCUMENT: beside_face.note_document,
    CheckName.NOTE_SHEET: note.note_sheet,
    CheckName.NOTE_HELD: beside_face.note_held,
    CheckName.NOTE_WORDS: note.note_words,
    CheckName.NOTE_HANDWRITTEN: note.note_handwritten,
    CheckName.STATEMENT_SOUND: statement.statement_sound,
    CheckName.STATEMENT_SAID: statement.statement_said,
    CheckName.STATEMENT_PERSON: statement.statement_person,
    CheckName.STATEMENT_FRESH: statement.statement_fresh,
}

# What was read from a picture that has to be taken again is not held against the customer: these checks wait
# for the new picture. Suspicions that do not rest on a bad picture (duplicates, a face that changes, signs of
# an attack) stand.
_SEEN_DOCUMENT = (CheckName.DOCUMENT_FOUND, CheckName.DOCUMENT_IMAGE)
_DOCUMENT_PICTURE = (*_SEEN_DOCUMENT, CheckName.DOCUMENT_ORIGINAL)
_READ_DOCUMENT = (*_DOCUMENT_PICTURE, CheckName.DOCUMENT_READABLE)
_SELFIE_PICTURE = (
    CheckName.SELFIE_FACE,
    CheckName.SELFIE_FRAME,
    CheckName.SELFIE_EYES,
    CheckName.SELFIE_IMAGE,
    CheckName.SELFIE_UNCOVERED,
)
_WAITS_FOR: Mapping[CheckName, tuple[CheckName, ...]] = {
    CheckName.DOCUMENT_ORIGINAL: _SEEN_DOCUMENT,
    CheckName.DOCUMENT_AUTHENTIC: _DOCUMENT_PICTURE,
    CheckName.DOCUMENT_READABLE: _DOCUMENT_PICTURE,
    CheckName.DOCUMENT_KIND: _READ_DOCUMENT,
    CheckName.DOCUMENT_CHECK_DIGITS: _READ_DOCUMENT,
    CheckName.DOCUMENT_SOURCES_AGREE: _READ_DOCUMENT,
    CheckName.DOCUMENT_PLAUSIBLE: _READ_DOCUMENT,
    CheckName.DOCUMENT_EXPIRY: _READ_DOCUMENT,
    CheckName.HOLDER_AGE: _READ_DOCUMENT,
    CheckName.DETAILS_MATCH: _READ_DOCUMENT,
    CheckName.RESIDENCE_CONSISTENT: _READ_DOCUMENT,
    # Chip, print and selfie are compared; a signature that does not hold fails on the next picture, too.
    CheckName.DOCUMENT_CHIP: (*_READ_DOCUMENT, *_SELFIE_PICTURE),
    CheckName.DOCUMENT_FACE: _DOCUMENT_PICTURE,
    CheckName.FACE_MATCH: (*_DOCUMENT_PICTURE, CheckName.DOCUMENT_FACE, *_SELFIE_PICTURE),
    CheckName.SELFIE_UNFILTERED: _SELFIE_PICTURE,
    CheckName.NOTE_DOCUMENT: (CheckName.NOTE_PERSON,),
    CheckName.NOTE_HELD: (CheckName.NOTE_SHEET,),
    CheckName.NOTE_WORDS: (CheckName.NOTE_SHEET,),
    CheckName.NOTE_HANDWRITTEN: (CheckName.NOTE_SHEET,),
    CheckName.STATEMENT_SAID: (CheckName.STATEMENT_SOUND,),
}

# What a check cannot do without; the command line may be given a document alone.
_NEEDS: Mapping[CheckName, Callable[[Case], bool]] = {
    CheckName.DETAILS_MATCH: lambda case: case.claim is not None,
    CheckName.RESIDENCE_CONSISTENT: lambda case: case.claim is not None,
    **dict.fromkeys((*_SELFIE_PICTURE, CheckName.SELFIE_UNFILTERED), lambda case: case.selfie is not None),
    CheckName.FACE_MATCH: lambda case: case.selfie is not None,
    CheckName.CHALLENGE_FOLLOWED: lambda case: case.clip is not None and bool(case.prompts),
    CheckName.ONE_LIVE_FACE: lambda case: case.clip is not None,
    CheckName.PRESENTATION_ATTACK: lambda case: case.selfie is not None or case.clip is not None,
    CheckName.LIGHT_RESPONSE: lambda case: case.clip is not None,
    CheckName.CLIP_FRESH: lambda case: case.clip is not None and case.duplicates is not None,
    CheckName.CLIP_GENUINE: lambda case: case.clip is not None,
    CheckName.DUPLICATE_FACE: lambda case: case.duplicates is not None,
    CheckName.DUPLICATE_DOCUMENT: lambda case: case.duplicates is not None,
}

_log = structlog.get_logger(__name__)


def assess(case: Case, book: Book, level_id: str, *, partial: bool = False) -> tuple[CheckResult, ...]:
    """Return the results of all checks a level asks for, in the level's order.

    A missing selfie or clip is asked for again. Only `partial`, for the command line, leaves out the checks
    that need what the case does not have; it must never be the ground of a decision about a customer.
    """
    names = [name for name in book.level(level_id).checks if not partial or _can_run(name, case)]
    return put_off({name: _run(name, case, book) for name in names})


def foresee(case: Case, book: Book, level_id: str, *, document_read: bool) -> tuple[CheckResult, ...]:
    """Return what the checks find that are asked before sending, in what was read so far. Never the ground of a decision."""
    asked = [
        name
        for name in book.level(level_id).checks
        if name in book.attempts.ask_before_sending
        and _can_run(name, case)
        and (document_read or name in _SELFIE_PICTURE)
    ]
    return put_off({name: _run(name, case, book) for name in asked})


def assess_note(photo: NotePhoto, rule_id: str, book: Book, *, on: date) -> tuple[CheckResult, ...]:
    """Return the results of the checks of a photo with a note; `rule_id` is one of reactivation.toml's."""
    case = Case(claim=None, front=NOTHING_READ, note=photo, on=on)
    return put_off({name: _run(name, case, book) for name in book.note_photo(rule_id).checks})


def assess_statement(case: Case, book: Book) -> tuple[CheckResult, ...]:
    """Return the results of the checks of a case's spoken statement; after the policy's attempts a person looks instead of
    asking again.
    """
    results = put_off({name: _run(name, case, book) for name in book.statement.checks})
    if case.statement is None or case.statement.attempt < book.statement.attempts:
        return results
    return tuple(_used_up(result) if result.outcome is Outcome.ASK_AGAIN else result for result in results)


def _used_up(result: CheckResult) -> CheckResult:
    reasons = ("statement.attempts.used", *result.reasons)
    return result.model_copy(update={"outcome": Outcome.REFER, "reasons": reasons})


def _can_run(name: CheckName, case: Case) -> bool:
    needs = _NEEDS.get(name)
    return needs is None or needs(case)


def _run(name: CheckName, case: Case, book: Book) -> CheckResult:
    """Return the check's result; a check that breaks refers the case to a person, it never passes it."""
    try:
        return CHECKS[name](case, book)
    except Exception as error:  # noqa: BLE001  the engine boundary: whatever breaks, a person looks
        # The kind of error only: messages and tracebacks may quote names or numbers.
        _log.error("check.failed", check=name.value, error=type(error).__name__)
        return CheckResult(
            check=name,
            outcome=Outcome.REFER,
            reasons=("verification.check.failed",),
            seen={"error": "The check stopped with an error."},
        )


def put_off(results: Mapping[CheckName, CheckResult]) -> tuple[CheckResult, ...]:
    """Return the results, those that rest on a picture to be taken again put off until then.

    The customer then reads what is wrong with the picture and nothing else about it. Nothing becomes a pass.
    """
    return tuple(_put_off(result, results) for result in results.values())


def _put_off(result: CheckResult, results: Mapping[CheckName, CheckResult]) -> CheckResult:
    bad = [
        results[name]
        for name in _WAITS_FOR.get(result.check, ())
        if name in results and results[name].outcome is Outcome.ASK_AGAIN
    ]
    if result.outcome is Outcome.PASS or "verification.check.failed" in result.reasons or not bad:
        return result
    return result.model_copy(
        update={
            "outcome": Outcome.ASK_AGAIN,
            "reasons": _each_once(reason for one in bad for reason in one.reasons),
            "seen": {**result.seen, "put off": "Not judged: the picture has to be taken again."},
        }
    )


def _each_once(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))
