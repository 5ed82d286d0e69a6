from datetime import date

from assay.sandbox import mrz
from assay.sandbox.people import person


def test_the_specimen_of_doc_9303_comes_out_letter_by_letter() -> None:
    lines = mrz.compose_td3(
        issuer="UTO", surname="Eriksson", given_names="Anna Maria", number="L898902C3",
        nationality="UTO", sex="F", born_on=date(1974, 8, 12), expires_on=date(2012, 4, 15),
    )  # fmt: skip
    assert lines[0] == "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
    # The specimen of part 4 carries a personal number; without one its check digit is a filler.
    assert lines[1][:28] == "L898902C36UTO7408122F1204159"
    assert lines[1][28:] == "<" * 15 + mrz.check_digit("L898902C36" + "7408122" + "1204159" + "<" * 15)


def test_the_card_specimen_of_doc_9303_comes_out_letter_by_letter() -> None:
    lines = mrz.compose_td1(
        issuer="UTO", surname="Eriksson", given_names="Anna Maria", number="D23145890",
        nationality="UTO", sex="F", born_on=date(1974, 8, 12), expires_on=date(2012, 4, 15),
    )  # fmt: skip
    assert lines == (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    )


def test_check_digits_of_doc_9303_part_3() -> None:
    assert [mrz.check_digit(text) for text in ("520727", "AB2134<<<")] == ["3", "5"]


def test_names_are_spelt_in_the_letters_of_the_zone() -> None:
    assert mrz.spell("Åsa-Lena Müller d'Été") == "AASA<LENA<MUELLER<DETE"


def test_a_spoilt_zone_differs_in_the_birth_check_digit_only() -> None:
    someone = person(3)
    for good in (_td3(someone), _td1(someone)):
        bad = mrz.with_wrong_birth_check_digit(good)
        assert sum(a != b for a, b in zip("".join(good), "".join(bad), strict=True)) == 1


def _td3(someone):
    from_documents = {"issuer": "UTO", "nationality": "UTO", "number": someone.passport_number}
    return mrz.compose_td3(**from_documents, **_common(someone))


def _td1(someone):
    return mrz.compose_td1(issuer="UTO", nationality="UTO", number=someone.id_card_number, **_common(someone))


def _common(someone):
    return {
        name: getattr(someone, name) for name in ("surname", "given_names", "sex", "born_on", "expires_on")
    }
