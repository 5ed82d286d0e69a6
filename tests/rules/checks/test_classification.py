"""Kind, side and country by what was read. Zones are the examples of Doc 9303; lines are made by hand."""

import pytest

from assay.checks.engines import classification
from assay.checks.engines.mrz import parsing
from assay.checks.engines.visual_zone import titles
from assay.checks.readings import (
    NOTHING_READ,
    Barcode,
    Classification,
    Face,
    MrzFormat,
    Quality,
    TextLine,
    VisualFields,
)

TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
NO_FIELDS = VisualFields()


def classify(*texts, zone=None, codes=(), visual=NO_FIELDS):
    lines = [TextLine(text=text, confidence=0.99, corners=((0, 0), (1, 0), (1, 1), (0, 1))) for text in texts]
    return classification.classify(lines, zone, codes, visual)


def test_a_passport_says_so_in_its_zone():
    found = classify("Whatever", zone=parsing.parse(MrzFormat.TD3, TD3))
    assert (found.kind, found.side, found.country) == ("passport", "front", "UTO")
    assert found.confidence > 0.95


def test_a_card_with_a_zone_is_seen_from_the_back():
    found = classify(zone=parsing.parse(MrzFormat.TD1, TD1))
    assert (found.kind, found.side) == ("id_card", "back")


def test_the_card_of_a_foreigner_is_a_permit():
    zone = parsing.parse(MrzFormat.TD1, TD1).model_copy(update={"nationality": "IND"})
    assert classify(zone=zone).kind == "residence_permit"


def test_a_barcode_tells_licence_and_side():
    code = Barcode(symbology="PDF417", text="", fields={"country": "USA"}, corners=((0, 0),) * 4)
    found = classify(codes=(code,))
    assert (found.kind, found.side, found.country) == ("driving_licence", "back", "USA")


@pytest.mark.parametrize(
    ("texts", "kind", "country"),
    [
        (("BUNDESREPUBLIK DEUTSCHLAND", "PERSONALAUSWEIS"), "id_card", "D"),
        (("RÉPUBLIQUE FRANÇAISE", "PERMIS DE CONDUIRE"), "driving_licence", "FRA"),
        (("Arizona", "DRIVER LICENSE"), "driving_licence", "USA"),
        (("日本国", "旅券"), "passport", "JPN"), (("運転免許証",), "driving_licence", "JPN"),
        (("中华人民共和国", "居民身份证"), "id_card", "CHN"), (("대한민국", "주민등록증"), "id_card", "KOR"),
        (("УКРАЇНА", "ПАСПОРТ"), "passport", "UKR"), (("РОССИЙСКАЯ ФЕДЕРАЦИЯ", "ПАСПОРТ"), "passport", "RUS"),
        (("ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ", "ΔΕΛΤΙΟ ΤΑΥΤΟΤΗΤΑΣ"), "id_card", "GRC"),
        (("المملكة العربية السعودية", "بطاقة الهوية"), "id_card", "SAU"),
        (("UNITED KINGDOM", "DRIVING LICENCE"), "driving_licence", "GBR"), (("Shopping list", "Milk"), None, None),
    ],
)  # fmt: skip
def test_titles_and_names_of_states_in_their_own_languages(texts, kind, country):
    found = classify(*texts)
    assert (found.kind, found.country) == (kind, country)


def test_each_answer_names_what_told_it():
    found = classify("REPUBLIC OF POLAND", "PASZPORT")
    assert found.why == ("title: passport", "name of the state: POL")


def test_a_state_is_no_country_on_a_passport():
    assert classify("GEORGIA", "PASSPORT").country == "GEO"


def test_a_portrait_makes_a_side_the_front():
    quality = Quality(width=1, height=1, sharpness=0, brightness=0, contrast=0, glare=0)
    face = Face(
        box=((0, 0), (1, 1)), eyes=((0, 0), (1, 1)), confidence=1, eye_distance=1, yaw=0, pitch=0, roll=0,
        eyes_closed=0, smile=0, quality=quality, live=None, template=(),
    )  # fmt: skip
    reading = NOTHING_READ.model_copy(
        update={"classification": Classification(kind="id_card"), "faces": (face,)}
    )
    assert classification.with_portrait(reading).side == "front"
    assert classification.with_portrait(reading.model_copy(update={"faces": ()})).side is None


@pytest.mark.parametrize("text", ["MARKOV", "22.05.1975", "", "Surname"])
def test_values_name_no_country(text):
    assert titles.country_of(text) is None
