from datetime import date

import pytest

from assay.sandbox import people, portraits
from assay.sandbox.portraits import Portrait

TODAY = date(2026, 6, 1)


def test_the_same_number_is_the_same_person() -> None:
    assert people.person(5) == people.person(5)
    assert people.person(5) != people.person(6)


def test_hundreds_of_people_have_documents_of_their_own() -> None:
    crowd = [people.person(number) for number in range(300)]
    numbers = {n for one in crowd for n in (one.passport_number, one.id_card_number, one.licence_number)}
    assert len(numbers) == 900


def test_sex_and_age_are_those_of_the_portrait() -> None:
    for number in range(len(portraits.catalogue())):
        someone, portrait = people.person(number), portraits.find(people.person(number).portrait_id)
        assert someone.sex == portrait.sex
        assert someone.born_on.year + portrait.age == 2025


def test_variants_differ_in_what_they_are_named_after() -> None:
    someone = people.person(1)
    assert people.expired(someone, on=TODAY).expires_on < TODAY
    young = people.under_age(someone, on=TODAY)
    assert young.born_on.year in (2009, 2010)
    assert people.with_portrait_of(someone, people.person(2)).portrait_id == people.person(2).portrait_id


@pytest.mark.parametrize("portrait", portraits.catalogue(), ids=lambda portrait: portrait.id)
def test_every_portrait_has_both_pictures(portrait: Portrait) -> None:
    assert portraits.load(portrait.neutral).shape == (640, 640, 3)
    assert portraits.load(portrait.smiling).shape == (640, 640, 3)


def test_portraits_are_of_both_sexes_and_many_ages() -> None:
    ages = [portrait.age for portrait in portraits.catalogue()]
    assert min(ages) >= 18
    assert max(ages) - min(ages) >= 25
    assert {portrait.sex for portrait in portraits.catalogue()} == {"F", "M"}
