"""Which spellings are one name."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assay.checks.naming import names, transliteration

SAME, SIMILAR = 97.0, 80.0
WORDS = st.lists(st.text("ABCDEFGHIJKLMNOPRSTUVYZ", min_size=2, max_size=9), min_size=1, max_size=3).map(
    " ".join
)
MANY_SCRIPTS = (
    "абвгдежзийклмнопрстуфхцчшщыэюяіїєґabcdefghijklmnopqrstuvwxyzäöüßéñåøαβγδεζηθικλμνξοπρστυφχψω' -"
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Müller", "MUELLER"), ("Müller", "MULLER"), ("Müller", "MUXXLLER"), ("Größe", "GROESSE"), ("Åberg", "AABERG"),
        ("Sørensen", "SOERENSEN"), ("Muñoz", "MUNXXOZ"),
        ("O'Connor", "OCONNOR"), ("O’Connor", "O CONNOR"), ("Anna-Lena", "ANNA LENA"), ("van den Berg", "VANDENBERG"),
        ("Łukasz", "LUKASZ"), ("Núñez", "NUNEZ"), ("Ćosić", "COSIC"), ("Þórdís", "THORDIS"), ("Œuvrard", "OEUVRARD"),
        ("de la Cruz", "CRUZ DE LA"), ("Иванов", "IVANOV"), ("Щербаков", "SHCHERBAKOV"), ("Юлія", "YULIIA"),
        ("Mc Donald", "MCDONALD"), ("Saint-Exupéry", "ST EXUPERY"), ("Dr. Mustermann", "MUSTERMANN"),
        ("Mustermann", "MUSTERMANN GEB GABLER"), ("Dupont", "DUPONT EPOUSE MARTIN"), ("Dupont", "DUPONT NEE MARTIN"),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings(typed, read):
    assert names.likeness(typed, read).score >= SAME


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Schmidt", "SCHMITT"), ("Katherine", "CATHERINE"), ("J", "JOHN"), ("Maria", "MARIO"), ("John", "JOAN"), ("Jan", "IAN"),
        ("Alexander", "ALEKSANDR"), ("Yuliya", "IULIIA"), ("Юлия", "YULIYA"),
        ("Anna Katherine", "ANNAKATHERIN"), ("Sergey", "SERGEI"),
        ("محمد", "MOHAMMED"), ("خالد", "KHALID"), ("张伟", "ZHANG WEI"), ("Christos", "CHRISTO"), ("McDonald", "MACDONALD"),
    ],
)  # fmt: skip
def test_similar_names_are_not_the_same(typed, read):
    assert SIMILAR <= names.likeness(typed, read).score < SAME


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Miller", "SANTOS"),
        ("", "SANTOS"),
        ("Li", ""),
        ("Li", "LU"),
        ("محمد", "SANTOS"),
        ("عبد", "ALI"),
        ("Ahmed", "FATIMA"),
    ],
)
def test_different_names_differ(typed, read):
    assert names.likeness(typed, read).score < SIMILAR


@pytest.mark.parametrize(
    ("typed", "read", "how"),
    [
        (("Ivanov", "Ivan Ivanovich"), ("IVANOV", "IVAN"), "patronymic on one side only"),
        (("Ivanova", "Anna"), ("IVANOVA", "ANNA SERGEEVNA"), "some names on one side only"),
        (("Shevchenko", "Taras Hryhorovych"), ("SHEVCHENKO", "TARAS"), "patronymic on one side only"),
        (("Petrov Georgiev", "Ivan"), ("GEORGIEV", "IVAN PETROV"), "surname and given names parted in another place"),
        (("Kaabi", "Ali"), ("AL KAABI", "ALI HAMAD"), "particle on one side only"),
        (("Berg", "Jan"), ("VAN DEN BERG", "JAN"), "particle on one side only"),
        (("van den Berg", "Jan"), ("BERG", "JAN VAN DEN"), "particle on one side only"),
        (("Kennedy", "John Fitzgerald"), ("KENNEDY", "JOHN F"), "middle names as initials"),
        (("Gabler", "Dr. Erika"), ("GABLER", "ERIKA"), "title or name at birth left aside: DR"),
        (("Sukarno", ""), ("SUKARNO", "FNU"), ""),
    ],
)  # fmt: skip
def test_what_may_be_left_out_is_named(typed, read, how):
    like = names.same_person(typed, read)
    assert like.score >= SAME
    assert how in like.how


@pytest.mark.parametrize(
    ("typed", "read", "how"),
    [
        (("García", "Ana"), ("GARCIA LOPEZ", "ANA"), "surname: part of the surname on one side only"),
        (("García López", "Ana"), ("GARCIA", "ANA"), "surname: part of the surname on one side only"),
        (("Briem", "Anna"), ("BRIEM JONSDOTTIR", "ANNA"), "surname: patronymic on one side only"),
        (("Smith", "John Jr"), ("SMITH", "JOHN"), "given names: generation on one side only"),
        (("Smith", "John"), ("SMITH", "JOHN JR"), "given names: generation on one side only"),
        (("Smith", "John Adam"), ("SMITH", "JOHN"), "given names: some names on one side only"),
        (("Smith", "J A"), ("SMITH", "JOHN ADAM"), "given names: initials"),
        (("Rossi", "Maria"), ("ROSSI", "MARIO"), "given names: one letter differs: MARIA and MARIO"),
        (("van Dyk", "Jan"), ("VON DYK", "JAN"), "surname: one letter differs: VAN and VON"),
        (("Иванов", "Юлия"), ("IVANOV", "YULIYA"), "given names: by another romanisation"),
        (("Dmitriev", "Yury"), ("DMITRIYEV", "IURII"), "another spelling of the same sounds"),
    ],
)  # fmt: skip
def test_what_a_person_looks_at_is_named(typed, read, how):
    like = names.same_person(typed, read)
    assert SIMILAR <= like.score < SAME
    assert how in like.how


def test_middle_names_may_be_left_out_but_not_part_of_the_surname():
    assert names.same_person(("Eriksson", "Anna"), ("ERIKSSON", "ANNA MARIA")).score >= SAME
    assert names.same_person(("García", "Ana"), ("GARCIA LOPEZ", "ANA")).score < SAME


def test_surname_and_given_names_may_be_parted_elsewhere():
    assert names.same_person(("Wei", "Zhang"), ("ZHANG", "WEI")).score >= SAME
    assert names.same_person(("Arkfreith", ""), ("ARKFREITH", "")).score >= SAME


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("Papandropoulous", "Jonathon Warren Trevor"), ("PAPANDROPOULOUS", "JONATHON WARREN TREV")),
        (("Nilavadhanananda", "Chayapa Dejthamrong Krasuang"), ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KR")),
        (("Bennelong Wooloomooloo Warrandyte", "Dingo Potoroo"), ("BENNELONG WOOLOOMOOLOO WARRAN", "DINGO P")),
    ],
)  # fmt: skip
def test_a_name_cut_by_the_document_is_the_same_only_if_it_was_cut(typed, read):
    assert names.same_person(typed, read, truncated=True).score >= SAME
    assert names.same_person(typed, read).score < SAME


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("Martinez", "Christelle Helene Laurence"), ("MARTIN", "CHRISTELLE HELENE LAUR")),
        (("Papandropoulous", "Jonathon Warren"), ("PAPANDROPOULOUS", "J WARREN")),
        (("Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrst", "Jan"), ("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLM", "")),
    ],
)  # fmt: skip
def test_a_cut_that_could_be_another_name_is_similar(typed, read):
    assert SIMILAR <= names.same_person(typed, read, truncated=True).score < SAME


def test_a_name_that_does_not_begin_like_the_one_read_was_not_cut():
    like = names.same_person(("Papandropoulous", "Jonathon"), ("PAPANDROPOULOUS", "WARREN"), truncated=True)
    assert like.score < SIMILAR


def test_a_title_alone_is_a_name():
    assert names.likeness("Sir", "SIR").score == 100
    assert names.likeness("Frau", "HERR").score < SAME


@settings(deadline=None)
@given(st.text(MANY_SCRIPTS, min_size=1, max_size=18))
def test_a_name_is_the_same_as_itself_and_as_every_official_spelling_of_it(name):
    for words in names.spellings(name):
        assert names.likeness(name, " ".join(words)).score >= SAME
        assert names.likeness(" ".join(words), name).score >= SAME
    if names.spellings(name):
        assert names.likeness(name, name).score == 100


@settings(deadline=None)
@given(st.text("абвгдежзийклмнопрстуфхцчшщыэюя", min_size=1, max_size=18))
def test_a_spelling_of_former_days_is_never_worse_than_similar_and_never_the_same(name):
    every = transliteration.spellings(name)
    for one in every:
        if not one.official:
            assert SIMILAR <= names.likeness(name, " ".join(one.words)).score < SAME


@settings(deadline=None)
@given(WORDS, st.randoms())
def test_the_order_of_words_does_not_count(name, dice):
    words = name.split()
    dice.shuffle(words)
    assert names.likeness(name, " ".join(words)).score >= SAME
    assert names.same_person((name, "ANNA"), (" ".join(words), "ANNA")).score >= SAME


@settings(deadline=None)
@given(WORDS, WORDS)
def test_neither_side_counts_more_but_for_names_left_out(one, other):
    assume(len(one.split()) == len(other.split()))
    there, back = names.likeness(one, other, given=False), names.likeness(other, one, given=False)
    assert there.score == pytest.approx(back.score)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_a_cut_never_makes_a_name_less_alike(one, other):
    assert names.likeness(one, other, truncated=True).score >= names.likeness(one, other).score


@settings(deadline=None)
@given(WORDS, WORDS)
def test_leaving_out_a_name_never_makes_it_more_alike(one, other):
    assert names.likeness(one, f"{one} {other}").score <= names.likeness(one, one).score


@settings(deadline=None)
@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=12), st.data())
def test_one_letter_more_or_less_is_never_the_same_name(name, data):
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assume(letter != name[place])
    other = name[:place] + letter + name[place + 1 :]
    assert names.likeness(name, other).score < SAME
    assert names.same_person(("LEE", name), ("LEE", other)).score < SAME


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_stays_between_0_and_100_and_says_what_differs(one, other):
    like = names.likeness(one, other)
    assert 0 <= like.score <= 100
    assert like.how or like.score == 100
