"""Codes on documents become ISO codes; every country has a name."""

import pytest

from assay.policy import countries


@pytest.mark.parametrize(
    ("icao", "alpha2"),
    [("D<<", "DE"), ("UTO", "UT"), ("GBD", "GB"), ("FRA", "FR"), ("RKS", "XK"), ("XXA", None), ("UNO", None)],
)
def test_codes_of_documents(icao, alpha2):
    assert countries.alpha2_of(icao) == alpha2


def test_every_country_has_a_name_in_two_scripts():
    assert [code for code in countries.codes() if countries.name_of(code) == code] == []
    assert countries.name_of("DE", "ja") == "ドイツ"


def test_choices_are_by_name():
    names = [name for _, name in countries.choices()]
    assert names == sorted(names)
    assert len(names) == len(countries.codes()) >= 249
