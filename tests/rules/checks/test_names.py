"""Which spellings are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.checks import names

SAME, SIMILAR = 97.0, 80.0


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Müller", "MUELLER"), ("Müller", "MULLER"), ("Größe", "GROESSE"), ("Åberg", "AABERG"), ("Sørensen", "SOERENSEN"),
        ("O'Connor", "OCONNOR"), ("O’Connor", "O CONNOR"), ("Anna-Lena", "ANNA LENA"), ("van den Berg", "VANDENBERG"),
        ("Łukasz", "LUKASZ"), ("Núñez", "NUNEZ"), ("Ćosić", "COSIC"), ("Þórdís", "THORDIS"), ("Œuvrard", "OEUVRARD"),
        ("de la Cruz", "CRUZ DE LA"), ("Иванов", "IVANOV"),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings(typed, read):
    assert names.likeness(typed, read).score >= SAME


@pytest.mark.parametrize(
    ("typed", "read"), [("Schmidt", "SCHMITT"), ("Katherine", "CATHERINE"), ("J", "JOHN")]
)
def test_similar_names_are_not_the_same(typed, read):
    assert SIMILAR <= names.likeness(typed, read).score < SAME


@pytest.mark.parametrize(("typed", "read"), [("Miller", "SANTOS"), ("", "SANTOS"), ("Li", "")])
def test_different_names_differ(typed, read):
    assert names.likeness(typed, read).score < SIMILAR


def test_middle_names_may_be_left_out_but_not_part_of_the_surname():
    assert names.same_person(("Eriksson", "Anna"), ("ERIKSSON", "ANNA MARIA")).score >= SAME
    assert names.same_person(("García", "Ana"), ("GARCIA LOPEZ", "ANA")).score < SAME


def test_surname_and_given_names_may_be_parted_elsewhere():
    assert names.same_person(("Wei", "Zhang"), ("ZHANG", "WEI")).score >= SAME
    assert names.same_person(("Arkfreith", ""), ("ARKFREITH", "")).score >= SAME


def test_a_name_cut_by_the_document_is_the_same_only_if_it_was_cut():
    typed, read = ("Papandropoulous", "Jonathon Warren Trevor"), ("PAPANDROPOULOUS", "JONATHON WARREN TREV")
    assert names.same_person(typed, read, truncated=True).score >= SAME
    assert names.same_person(typed, read).score < SAME


@given(st.text("abcdefghijklmnopqrstuvwxyzäöüßéñ' -", min_size=1, max_size=25))
def test_a_name_is_the_same_as_itself(name):
    if names.spellings(name):
        assert names.likeness(name, name).score == 100


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_stays_between_0_and_100(one, other):
    assert 0 <= names.likeness(one, other).score <= 100
