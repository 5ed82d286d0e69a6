"""Each rule of a photo with a note, on readings in which one thing is wrong."""

from datetime import date

import pytest

from assay.checks.notes import note
from assay.checks.readings import Patch, Signs, Worn
from assay.checks.result import Outcome, combine
from assay.policy.load import current
from made_cases import GOOD, face, template
from made_notes import (
    DOCUMENT,
    PERSON,
    SHEET,
    body,
    document,
    hand_at,
    joints,
    judged,
    sheet,
    words,
)

BLURRED = GOOD.model_copy(update={"sharpness": 0.1})
AT_THE_EDGE = document().model_copy(update={"outline": ((0.0, 0.4), *DOCUMENT[1:])})
CLEAR = Worn(glasses=0.0, eyes_hidden=0.0, glare=0.0, hat=0.0, mouth_covered=0.0, bare_forehead=1.0)


def answer(check, **changes):
    one = judged(**changes)[check]
    return one.outcome, one.reasons


def worn(**changes):
    return PERSON.model_copy(update={"worn": CLEAR.model_copy(update=changes)})


def test_a_photo_that_keeps_every_rule_passes_every_check():
    results = judged()
    assert {name: one.reasons for name, one in results.items() if one.reasons} == {}
    assert combine(results.values()).outcome is Outcome.PASS


@pytest.mark.row("X-24")
def test_a_sign_without_document_is_judged_without_the_rules_of_a_document():
    required = "Assay, please reactivate my account. K7XQ"
    written = sheet(words=words("Assay please reactivate", "my account K7XQ"))
    results = judged(required, "sign", document=None, sheet=written, hands=(hand_at(0.77, 0.52),))
    assert "note_document" not in results
    assert combine(results.values()).outcome is Outcome.PASS


@pytest.mark.row("X-23")
def test_the_phrase_carries_brand_printed_date_masked_address_and_code():
    book = current()
    filled = {"brand": "Assay", "on": date(2026, 1, 2), "email": "m***@example.org", "code": "K7XQ"}
    assert note.phrase(book.note_photo("document_and_note").phrase, **filled) == (
        "Assay - (02/01/2026) reactivate my account (m***@example.org) K7XQ"
    )
    assert note.phrase(book.note_photo("sign").phrase, **filled) == (
        "Assay, please reactivate my account. K7XQ"
    )


@pytest.mark.row("RTE-23")
def test_a_sheet_larger_than_a_part_of_one_is_asked_for_again():
    whole = ((0.62, 0.35), (0.95, 0.35), (0.95, 0.62), (0.62, 0.62))
    assert answer("note_sheet", sheet=sheet(outline=whole)) == (Outcome.ASK_AGAIN, ("note.sheet.large",))


@pytest.mark.row("RTE-24")
def test_a_sheet_that_hides_much_of_the_body_is_asked_for_again():
    assert answer("note_body", body=body(hidden=0.3)) == (Outcome.ASK_AGAIN, ("note.body.hidden",))


def test_a_sheet_before_the_face_is_asked_for_again():
    before = ((0.42, 0.30), (0.62, 0.30), (0.62, 0.42), (0.42, 0.42))
    assert answer("note_body", sheet=sheet(outline=before)) == (
        Outcome.ASK_AGAIN,
        ("note.sheet.before_face",),
    )


@pytest.mark.row("RTE-31")
def test_a_head_behind_a_note_is_asked_for_again():
    outcome, reasons = answer("note_body", body=body(hidden=0.6, seen=1.2))
    assert outcome is Outcome.ASK_AGAIN
    assert set(reasons) == {"note.body.hidden", "note.body.not_visible"}


@pytest.mark.row("RTE-30")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"body": body(shoulders=joints((0.65, 1.2), (0.35, 1.2)))}, "note.body.not_visible"),
        ({"body": body(seen=1.0)}, "note.body.not_visible"),
        (
            {"body": body(wrists=joints((0.8, 0.5), (0.2, 0.5), seen=0.1)), "hands": ()},
            "note.hands.not_visible",
        ),
        ({"faces": ()}, "note.face.missing"),
    ],
)
def test_face_upper_body_and_hands_have_to_be_visible(changes, reason):
    assert answer("note_body", **changes) == (Outcome.ASK_AGAIN, (reason,))


@pytest.mark.row("RTE-25")
@pytest.mark.parametrize("hands", [(), (hand_at(0.2, 0.5),), (hand_at(0.77, 0.52),), (hand_at(0.5, 0.9),)])
def test_a_thing_without_a_hand_goes_to_a_person(hands):
    outcome, reasons = answer("note_held", hands=hands)
    assert (outcome, reasons) == (Outcome.REFER, ("note.held.unclear",))


@pytest.mark.row("RTE-26")
def test_a_third_hand_goes_to_a_person():
    hands = (hand_at(0.77, 0.52), hand_at(0.2, 0.5), hand_at(0.87, 0.45))
    assert answer("note_held", hands=hands) == (Outcome.REFER, ("note.hands.several",))


@pytest.mark.row("RTE-35", "X-27")
def test_who_takes_the_photo_is_not_asked_but_a_second_face_goes_to_a_person():
    friend = face(box=((0.02, 0.1), (0.18, 0.28)))
    assert answer("note_person") == (Outcome.PASS, ())
    assert answer("note_person", faces=(PERSON, friend)) == (Outcome.REFER, ("note.face.several",))


def test_a_face_on_a_poster_far_behind_is_no_company():
    assert answer("note_person", faces=(PERSON, face(box=((0.02, 0.1), (0.05, 0.13))))) == (Outcome.PASS, ())


@pytest.mark.row("RTE-27")
def test_a_document_on_the_note_is_asked_for_again():
    taped = document().model_copy(
        update={"outline": ((0.70, 0.44), (0.82, 0.44), (0.82, 0.51), (0.70, 0.51))}
    )
    assert answer("note_held", document=taped) == (Outcome.ASK_AGAIN, ("note.document.on_note",))


def test_a_portrait_on_the_note_tells_of_a_document_whose_outline_was_lost():
    portrait = face(box=((0.70, 0.44), (0.72, 0.46)))
    assert answer("note_held", faces=(PERSON, portrait), document=None) == (
        Outcome.ASK_AGAIN,
        ("note.document.on_note",),
    )


@pytest.mark.row("RTE-28")
@pytest.mark.parametrize(
    ("check", "changes", "reason"),
    [
        ("note_document", {"document": None}, "note.document.missing"),
        ("note_document", {"document": document(faces=())}, "note.document.missing"),
        ("note_document", {"document": document(quality=BLURRED)}, "note.document.unclear"),
        ("note_document", {"document": document(quality=GOOD.model_copy(update={"glare": 0.2}))}, "note.document.unclear"),
        ("note_document", {"document": AT_THE_EDGE}, "note.document.cut_off"),
        ("note_sheet", {"sheet": None}, "note.sheet.missing"),
        ("note_sheet", {"sheet": sheet(cut_off=True)}, "note.sheet.cut_off"),
        ("note_sheet", {"sheet": sheet(quality=BLURRED)}, "note.sheet.blurred"),
    ],
)  # fmt: skip
def test_document_and_note_have_to_be_clearly_visible(check, changes, reason):
    assert answer(check, **changes) == (Outcome.ASK_AGAIN, (reason,))


@pytest.mark.row("RTE-29")
def test_fingers_over_note_or_document_are_asked_for_again():
    finger = Patch(corners=SHEET, strength=0.15)
    assert answer("note_sheet", sheet=sheet(covered=(finger,))) == (
        Outcome.ASK_AGAIN,
        ("note.sheet.covered",),
    )
    covered = document(signs=Signs(covered=(finger,)))
    assert answer("note_document", document=covered) == (Outcome.ASK_AGAIN, ("note.document.covered",))


def test_another_face_on_the_document_goes_to_a_person():
    other = document(faces=(face(live=None, template=template(0.1, axis=5), eye_distance=28.0),))
    assert answer("note_document", document=other) == (Outcome.REFER, ("note.document.other_face",))


@pytest.mark.row("RTE-32")
@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({"eyes_hidden": 0.99}, "selfie.worn.dark_glasses"),
        ({"hat": 0.99, "bare_forehead": 0.0}, "selfie.worn.hat"),
        ({"mouth_covered": 0.99}, "selfie.worn.mouth"),
    ],
)
def test_sunglasses_a_hat_or_a_mask_are_asked_to_be_taken_off(what, reason):
    assert answer("note_person", faces=(worn(**what),)) == (Outcome.ASK_AGAIN, (reason,))


@pytest.mark.row("X-21")
def test_clear_glasses_may_be_worn_even_when_they_reflect_a_little():
    assert answer("note_person", faces=(worn(glasses=1.0, glare=0.99),)) == (Outcome.PASS, ())


@pytest.mark.row("RTE-33", "RTE-34", "X-28")
@pytest.mark.parametrize(
    ("changes", "check", "reason"),
    [
        ({"brightness": 15.0}, "note_person", "selfie.image.dark"),
        ({"sharpness": 0.1}, "note_person", "selfie.image.blurred"),
    ],
)
def test_light_and_sharpness_are_measured_whatever_the_hour(changes, check, reason):
    dim = PERSON.model_copy(update={"quality": GOOD.model_copy(update=changes)})
    assert answer(check, faces=(dim,)) == (Outcome.ASK_AGAIN, (reason,))


@pytest.mark.row("RTE-33", "X-28")
def test_a_note_in_the_dark_is_asked_for_again():
    dark = sheet(quality=GOOD.model_copy(update={"brightness": 40.0}))
    assert answer("note_sheet", sheet=dark) == (Outcome.ASK_AGAIN, ("note.sheet.dark",))


def test_a_note_whose_edges_are_not_seen_goes_to_a_person():
    assert answer("note_sheet", sheet=sheet(clear=0.0)) == (Outcome.REFER, ("note.sheet.unclear",))


@pytest.mark.row("RTE-21")
@pytest.mark.parametrize(
    ("twins", "expected"),
    [
        (0.05, (Outcome.PASS, ())),
        (0.75, (Outcome.REFER, ("note.words.typed",))),
        (None, (Outcome.REFER, ("note.words.hand_unclear",))),
    ],
)
def test_a_note_that_looks_typed_goes_to_a_person(twins, expected):
    assert answer("note_handwritten", sheet=sheet(twins=twins)) == expected


@pytest.mark.row("RTE-22")
@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (("Assay (22/11/2026) do not reactivate my account", "m***@example.org K7XQ"), "note.words.added"),
        (("Assay (22/11/2026) deactivate my account", "m***@example.org K7XQ"), "note.words.unsure"),
        (("Assay (22/11/2026) my account", "m***@example.org K7XQ"), "note.words.missing"),
        (("Assay (21/11/2026) reactivate my account", "m***@example.org K7XQ"), "note.words.unsure"),
        (("Assay (22/11/2026) reactivate my account", "m***@example.org K7XO"), "note.words.unsure"),
    ],
)
def test_words_left_out_changed_or_added_go_to_a_person(written, reason):
    outcome, reasons = answer("note_words", sheet=sheet(words=words(*written)))
    assert outcome is Outcome.REFER
    assert reason in reasons


def test_a_note_of_which_nothing_can_be_read_is_asked_for_again():
    assert answer("note_words", sheet=sheet(words=words("~~~ |||"))) == (
        Outcome.ASK_AGAIN,
        ("note.words.unreadable",),
    )


def test_words_are_not_judged_on_a_note_to_be_photographed_again():
    one = judged(sheet=sheet(cut_off=True, words=words("nonsense entirely")))["note_words"]
    assert (one.outcome, one.reasons) == (Outcome.ASK_AGAIN, ("note.sheet.cut_off",))


def test_every_mark_of_a_word_that_is_not_surely_right_says_what_was_read():
    marks = judged(
        sheet=sheet(words=words("Assay (22/11/2026)", "reactivate my acount", "m@example.org", "K7XQ"))
    )["note_words"].marks
    assert [(mark.label, mark.good) for mark in marks] == [
        ("", True),
        ("read: reactivate my acount", False),
        ("", True),
        ("", True),
    ]


def test_a_photo_of_nothing_is_asked_for_again():
    everything = judged(faces=(), document=None, sheet=None, hands=(), body=None)
    assert {one.outcome for one in everything.values()} <= {Outcome.PASS, Outcome.ASK_AGAIN}
    assert combine(everything.values()).outcome is Outcome.ASK_AGAIN
