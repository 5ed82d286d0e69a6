"""The marked transcript: what was heard, what is missing, what was said besides."""

from datetime import date

from assay.checks.readings.statement import Expected, Word
from assay.checks.statements.statement_words import WordState, sentence_of, statement_words
from assay.policy.load import current

EXPECTED = Expected(
    phrase=current().statement.phrase, on=date(2026, 11, 22), email="linda@example.org", code="471903"
)
SENTENCE = sentence_of(EXPECTED, "22 November 2026")


def marked(text):
    words = [Word(text=word, from_second=at, to_second=at + 1) for at, word in enumerate(text.split())]
    return statement_words(words, SENTENCE)


def words_of(state, text):
    return [word.text for word in marked(text) if word.state is state]


def test_the_sentence_is_the_policys_with_the_code_spelled():
    assert SENTENCE == (
        "Today is 22 November 2026, I am requesting the reactivation of my account (linda@example.org). "
        "My code is 4 7 1 9 0 3."
    )


def test_everything_said_in_another_spelling_is_right():
    heard = (
        "Today is November 22nd, 2026. I am requesting the reactivation of my account, "
        "Linda at example dot org. My code is 471-9-oh-three."
    )
    missing = words_of(WordState.MISSING, heard)
    # Day and month are said in another order than they are printed: one of the two stands elsewhere.
    assert missing in ([], ["22"], ["November"])
    assert words_of(WordState.MISSING, heard.replace("November 22nd", "the 22nd of November")) == []


def test_a_wrong_digit_is_missing_and_what_was_said_stands_there():
    heard = "today is the 22nd of november 2026 i am requesting the reactivation of my account linda@example.org my code is"
    assert words_of(WordState.MISSING, f"{heard} 4 7 2 9 0 3") == ["1"]
    assert words_of(WordState.OTHER, f"{heard} 4 7 2 9 0 3") == ["2"]


def test_another_address_is_missing():
    heard = "Today is 22 November 2026 I am requesting the reactivation of my account peter at web.com my code is 471903"
    assert words_of(WordState.MISSING, heard) == ["(linda@example.org)."]


def test_a_misspelt_name_in_the_address_is_right():
    heard = "Today is 22 November 2026 I am requesting the reactivation of my account lynda at example.org my code is 471903"
    assert words_of(WordState.MISSING, heard) == []


def test_silence_leaves_every_word_missing_but_the_little_ones():
    assert {word.text for word in marked("")} == set(SENTENCE.split())
    assert words_of(WordState.OTHER, "") == []
    assert len(words_of(WordState.MISSING, "")) >= 18


def test_words_carry_the_seconds_in_which_they_were_said():
    today = marked("well Today is")[1]
    assert (today.text, today.from_second, today.to_second) == ("Today", 1, 2)
