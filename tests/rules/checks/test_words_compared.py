"""Required words against what was read: what counts, what does not, and that nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.checks.notes.words_compared import Standing, compare, letters_of
from made_notes import WORDS, WRITTEN, words

SURE = 0.8
R, U, M = Standing.RIGHT, Standing.UNSURE, Standing.MISSING
WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=9)


def standings(required, *lines, confidence=0.97):
    return [one.standing for one in compare(required, words(*lines, confidence=confidence), SURE).words]


def test_the_whole_phrase_on_four_lines_is_right():
    compared = compare(WORDS, WRITTEN, SURE)
    assert compared.all_right
    assert compared.extra == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("REACTIVATE MY ACCOUNT",),
        ("reactivate", "my", "account"),
        ("reac tivate mya ccount",),
        ("Reactivate: my, account!",),
        ("réactivate my account",),
    ],
)
def test_case_punctuation_line_breaks_blanks_and_accents_do_not_count(lines):
    assert standings("reactivate my account", *lines) == [R, R, R]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("reactivate account",), [R, M, R]),
        (("reactivat my account",), [U, R, R]),
        (("deactivate my account",), [U, R, R]),
        (("reactivate my", "xylophone"), [R, R, M]),
        ((), [M, M, M]),
    ],
)
def test_what_is_left_out_or_changed_is_never_right(lines, expected):
    assert standings("reactivate my account", *lines) == expected


@pytest.mark.parametrize(
    ("date", "standing"), [("22/11/2026", R), ("22 11 2026", R), ("22/11/2025", U), ("12/11/2026", U)]
)
def test_one_wrong_digit_of_a_date_is_not_right(date, standing):
    assert standings("on 22/11/2026", "on", date)[1] is standing


def test_a_word_its_reader_is_not_sure_of_is_unsure():
    assert standings("my account", "my account", confidence=0.5) == [U, U]


@pytest.mark.parametrize("added", ["not", "no", "never", "please", "Don't"])
def test_words_nobody_asked_for_are_named(added):
    compared = compare("reactivate my account", words(f"{added} reactivate my account"), SURE)
    assert letters_of(added) in "".join(compared.extra)
    assert not compared.all_right


def test_a_word_that_was_asked_for_is_not_added():
    assert compare("do not stop", words("do not stop"), SURE).all_right


def test_what_was_read_in_place_of_a_word_and_where_is_kept():
    found = compare("my account", words("my", "acc ont"), SURE).words[1]
    assert (found.standing, found.read, found.places) == (U, "accont", (1,))


def test_nothing_required_is_not_all_right():
    assert not compare("", WRITTEN, SURE).all_right


@given(st.lists(WORD, min_size=1, max_size=8), st.data())
def test_a_phrase_read_as_it_stands_is_right_however_it_is_broken(asked, data):
    text = " ".join(asked)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    lines = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    compared = compare(text, words(*lines), SURE)
    assert all(one.standing is R for one in compared.words)


@given(st.lists(WORD, min_size=1, max_size=6), st.text(max_size=40))
def test_a_word_is_only_right_when_its_letters_stand_on_the_note_in_one_piece(asked, read):
    for one in compare(" ".join(asked), words(read), SURE).words:
        if one.standing is R:
            assert letters_of(one.word) in letters_of(read)
