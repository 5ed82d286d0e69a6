"""What the barcode of a licence says, after the AAMVA card design standard."""

from datetime import date
from pathlib import Path

import pytest

from assay.checks.engines import aamva

TEXTS = Path(__file__).resolve().parents[3].parent / "shared" / "specimens" / "documents" / "aamva" / "texts"
LICENCE = (
    "@\n\x1e\rANSI 636099090001DL00310200DLDAQUT39694503\nDCSHYTHLOWIN\nDACNERELDA\nDADNONE\nDBB02222000\nDBA02062035\n"
    "DBD02062025\nDBC2\nDAG69 HYTHLODAY LANE\nDAIABRAXA\nDAJUT\nDCGUTO\r"
)


def test_fields_come_out_by_name():
    fields = aamva.parse(LICENCE)
    assert (fields["surname"], fields["given_names"], fields["document_number"]) == (
        "HYTHLOWIN",
        "NERELDA",
        "UT39694503",
    )
    assert (fields["born_on"], fields["expires_on"]) == ("2000-02-22", "2035-02-06")
    assert (fields["sex"], fields["kind"], fields["country"]) == ("F", "DL", "UTO")


def test_canada_writes_the_year_first():
    assert aamva.date_of("20350206", "CAN") == date(2035, 2, 6)
    assert aamva.date_of("02062035", "USA") == date(2035, 2, 6)
    assert aamva.date_of("20350206", "USA") == date(2035, 2, 6)


@pytest.mark.parametrize("text", ["", "0206", "99999999", "02302035", "ABCDEFGH"])
def test_what_is_no_date_is_none(text):
    assert aamva.date_of(text, "USA") is None


@pytest.mark.parametrize(
    "text", ["HELLO", "@\n\x1e\rANSI 123456090001DL", "M1DESMARAIS/LUC EABC123", "@\n\x1e\r"]
)
def test_what_is_no_licence_has_no_fields(text):
    assert not aamva.is_licence(text)
    assert aamva.parse(text) == {}


def test_old_cards_have_one_full_name():
    old = "@\n\x1eAAMVA6360060101DL00290179DAACTLIC,ADULT,A\nDAQ990000001\nDBB19610101\n"
    fields = aamva.parse(old)
    assert (fields["surname"], fields["given_names"]) == ("CTLIC", "ADULT A")


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the payload specimens are not on this machine")
def test_real_payloads_give_number_and_birth_date():
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(TEXTS.glob("*.txt"))]
    fields = [aamva.parse(text) for text in texts]
    assert len(fields) > 30
    assert all(one.get("document_number") and one.get("born_on") and one.get("surname") for one in fields)
