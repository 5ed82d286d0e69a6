"""What the barcode of a licence says, after the AAMVA card design standard."""

import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assay.checks.engines.barcode import aamva, aamva_names, aamva_stripe, aamva_tables, aamva_values

BODY = (
    "DAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\nDDFT\nDADJOHN\nDDGU\nDCUJR\nDCAD\nDCBK\nDCDPH\nDBD06062019\nDBB06061986\n"
    "DBA12102024\nDBC1\nDAU068 in\nDAYBRO\nDAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\nDAK232690000  \nDCF242424\n"
    "DCGUSA\nDCK123456789\nDDAF\nDDB06062018\nDDC06062020\nDDD1\nDAW180\nDDH06062004\nDDI06062005\nDDJ06062007\nDDK1\n"
    "DDL1\nDBNSPECIMEN\nDBGMIKE\nDBSSR\nDCE4\nDCIUSA VIRGINIA\n"
)
EXTRA = "ZVA01\nZVB\n"
# The version of 2000: no version of the issuer, dates the other way round, other meanings of DBG, DBN and DBS.
OLD = (
    "@\n\x1e\rANSI 6360000101DL00290250DLDAASAMPLE,MICHAEL,JOHN,JR\nDAQT64235789\nDAG1 MAIN\nDAL2 HOME ST\nDAITOWN\nDAJVA\n"
    "DAK23269\nDARD\nDASK\nDATPH\nDBA20241210\nDBB19860606\nDBC9\nDBD20190606\nDAU508\nDBGM1\nDBHN\nDBNALIAS,MIKE\nDBSMR\n"
    "PAB20200101\n"
)
STRIPE = (
    "%BCVANCOUVER^SPECIMEN,$MICHAEL JOHN^12 SAMPLE ST$VANCOUVER BC  V6Z 1A1^?;6360281234567=240419860417=?"
    "_%0AV6Z1A1                     M178 80BRNBLU9123456789                ABC?"
)


def payload(body=BODY, extra=EXTRA, *, issuer="636000", version="10", kind="DL"):
    """Return a payload whose directory is right."""
    first, second = f"{kind}{body}\r", f"ZV{extra}\r"
    head = f"@\n\x1e\rANSI {issuer}{version}0002"
    start = len(head) + 20
    entries = f"{kind}{start:04}{len(first):04}ZV{start + len(first):04}{len(second):04}"
    return head + entries + first + second


def problems(text):
    return set(aamva.read(text).problems)


def test_everything_comes_out_by_name():
    read = aamva.read(payload())
    assert read.problems == ()
    assert read.fields == {
        "document_number": "T64235789", "surname": "SAMPLE", "surname_truncated": "no", "first_name": "MICHAEL",
        "given_names_truncated": "yes", "middle_names": "JOHN", "middle_names_truncated": "unknown",
        "given_names": "MICHAEL JOHN", "name_suffix": "JR", "vehicle_class": "D", "restrictions": "K",
        "endorsements": "PH", "issued_on": "2019-06-06", "born_on": "1986-06-06", "expires_on": "2024-12-10",
        "sex": "M", "height_inches": "68", "height_centimetres": "173", "eyes": "BRO",
        "street": "2300 WEST BROAD STREET", "city": "RICHMOND", "state": "VA", "postal_code": "23269",
        "document_discriminator": "242424", "country": "USA", "inventory_control_number": "123456789",
        "real_id": "full", "card_revised_on": "2018-06-06", "hazardous_materials_until": "2020-06-06",
        "limited_duration": "yes", "weight_pounds": "180", "weight_kilograms": "82", "under_18_until": "2004-06-06",
        "under_19_until": "2005-06-06", "under_21_until": "2007-06-06", "organ_donor": "yes", "veteran": "yes",
        "alias_surname": "SPECIMEN", "alias_given_names": "MIKE", "alias_suffix": "SR", "weight_range": "71-86",
        "place_of_birth": "USA VIRGINIA", "ZVA": "01", "version": "10", "jurisdiction_version": "00", "kind": "DL",
        "issuer_id": "636000", "jurisdiction": "VA", "jurisdiction_name": "Virginia",
    }  # fmt: skip


def test_the_version_of_2000_has_its_own_names_and_no_version_of_the_issuer():
    fields = aamva.parse(OLD)
    assert (fields["surname"], fields["given_names"]) == ("SAMPLE", "MICHAEL JOHN")
    assert fields["name_suffix"] == "JR"
    assert (fields["medical_codes"], fields["organ_donor"], fields["alias_full_name"]) == (
        "M1",
        "no",
        "ALIAS,MIKE",
    )
    assert (fields["alias_prefix"], fields["permit_expires_on"]) == ("MR", "2020-01-01")
    assert (fields["vehicle_class"], fields["restrictions"], fields["endorsements"]) == ("D", "K", "PH")
    assert (fields["street"], fields["residence_street"]) == ("1 MAIN", "2 HOME ST")
    assert (fields["born_on"], fields["height_inches"], fields["sex"]) == ("1986-06-06", "68", "X")
    assert "jurisdiction_version" not in fields


def test_an_address_of_residence_is_the_address_where_there_is_no_other():
    assert aamva.parse(OLD.replace("DAG1 MAIN\n", ""))["street"] == "2 HOME ST"


@pytest.mark.parametrize("version", range(1, 11))
def test_every_version_gives_what_checks_need(version):
    text = payload(version=f"{version:02}")
    assert problems(text) == set()
    assert aamva.parse(text)["born_on"] == "1986-06-06"


def test_wrong_offsets_lose_nothing_and_are_named():
    wrong = payload().replace("DL0041", "DL0007").replace("ZV0", "ZV9")
    assert {name: value for name, value in aamva.parse(wrong).items() if name != "ZVA"} == {
        name: value for name, value in aamva.parse(payload()).items() if name != "ZVA"
    }
    assert aamva.parse(wrong)["ZVA"] == "01"
    assert problems(wrong) == {"subfile_misplaced:DL", "subfile_misplaced:ZV"}


def test_a_subfile_without_its_letters_is_read_all_the_same():
    assert aamva.parse(payload().replace("DLDAQ", "DAQ"))["document_number"] == "T64235789"
    assert aamva.parse(payload().replace("ZVZVA", "ZVA"))["ZVA"] == "01"


def test_a_listed_subfile_that_is_nowhere_is_named():
    assert "subfile_absent:ZV" in problems(payload().split("\rZV")[0])


def test_a_payload_without_directory_is_read_and_named():
    text = "@\n\x1e\rANSI 636000100000" + "DL" + BODY
    assert aamva.parse(text)["kind"] == "DL"
    assert aamva.parse(text)["document_number"] == "T64235789"
    assert "directory_absent:" in problems(text)


@pytest.mark.parametrize(
    "header", ["@\n\x1e\rAAMVA", "@\n\nANSI ", "@a\nANSI ", "@\n6MANSI ", "\ufeff@acANSI "]
)
def test_the_headers_that_states_print_are_taken(header):
    assert aamva.is_licence(payload().replace("@\n\x1e\rANSI ", header))


def test_what_is_wrong_is_named_and_the_rest_is_read():
    body = (
        BODY.replace("DBB06061986", "DBB99999999").replace("DBC1", "DBC7").replace("DAU068 in", "DAU999 in")
    )
    body = body.replace("DAW180", "DAWHEAVY").replace("DCSSAMPLE\n", "").replace("DDAF", "DDAQ")
    read = aamva.read(payload(body, version="77"))
    assert set(read.problems) == {
        "not_a_date:born_on", "missing:born_on", "unknown_code:sex", "missing:sex", "not_a_height:height",
        "not_a_weight:weight", "missing:surname", "unknown_code:real_id", "unknown_version:version",
    }  # fmt: skip
    assert (read.fields["document_number"], read.fields["real_id"]) == ("T64235789", "Q")
    assert not {"born_on", "sex", "height_centimetres", "weight_kilograms", "surname"} & read.fields.keys()


def test_an_issuer_on_no_list_is_read_and_named():
    read = aamva.read(payload(issuer="636099"))
    assert (read.fields["issuer_id"], read.fields["surname"]) == ("636099", "SAMPLE")
    assert read.problems == ("unknown_issuer:issuer_id",)


def test_noughts_and_none_are_nothing():
    fields = aamva.parse(payload(BODY.replace("DDC06062020", "DDC00000000").replace("DADJOHN", "DADNONE")))
    assert fields["given_names"] == "MICHAEL"
    assert not {"hazardous_materials_until", "middle_names"} & fields.keys()
    assert problems(payload(BODY.replace("DDC06062020", "DDC00000000"))) == set()


@pytest.mark.parametrize("end", ["\r\n", "\n\n", "\x90\n\x90", "\ufffd\n\ufffd", "\x1e"])
def test_lines_may_end_as_issuers_end_them(end):
    expected = {name: value for name, value in aamva.parse(payload()).items() if name != "ZVA"}
    fields = aamva.parse(payload(BODY.replace("\n", end)))
    assert {name: fields.get(name) for name in expected} == expected


def test_letters_with_diacritics_are_kept():
    assert aamva.parse(payload(BODY.replace("DCSSAMPLE", "DCSMUÑOZ-LÉVESQUE")))["surname"] == "MUÑOZ-LÉVESQUE"


def test_canada_writes_the_year_first_and_measures_in_centimetres():
    body = (
        BODY.replace("DBB06061986", "DBB19860607")
        .replace("DAU068 in", "DAU173 CM")
        .replace("DCGUSA", "DCGCAN")
    )
    fields = aamva.parse(payload(body.replace("DAK232690000", "DAKK1A0B1"), issuer="636012"))
    assert (fields["born_on"], fields["height_centimetres"], fields["height_inches"]) == (
        "1986-06-07",
        "173",
        "68",
    )
    assert (fields["postal_code"], fields["jurisdiction_name"]) == ("K1A 0B1", "Ontario")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("20350206", date(2035, 2, 6)), ("02062035", date(2035, 2, 6)), ("2013-06-04", date(2013, 6, 4)),
     ("02292000", date(2000, 2, 29)), ("19000101", date(1900, 1, 1))],
)  # fmt: skip
def test_dates_are_read_in_both_orders(text, expected):
    assert aamva_values.date_of(text) == expected


@pytest.mark.parametrize(
    "text", ["", "0206", "99999999", "02302035", "ABCDEFGH", "00000000", "02291999", "٠٢٠٦٢٠٣٥"]
)
def test_what_is_no_date_is_none(text):
    assert aamva_values.date_of(text) is None


def test_no_date_can_be_read_in_both_orders():
    """The two orders differ in their first two digits: a month is 01 to 12, a century 19 to 21."""
    days = (
        f"{month:02}{day:02}{year}"
        for year in (1900, 1987, 2021, 2119)
        for month in range(1, 13)
        for day in (1, 19, 20, 28)
    )
    assert all(aamva_values.date_of(text).strftime("%m%d%Y") == text for text in days)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("068 IN", (173, 68)), ("67 in", (170, 67)), ("168 CM", (168, 66)), ("506", (168, 66)), ("600", (183, 72)),
     ("511", (180, 71)), ("072", (183, 72)), ("185", (185, 73)), ("", None), ("512", None), ("999", None),
     ("ABC", None), ("000", None), ("300 CM", None)],
)  # fmt: skip
def test_heights_are_read_in_every_unit(text, expected):
    assert aamva_values.height_of(text) == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [("996450000", "USA", "99645"), ("71901 4455", "USA", "71901-4455"), ("0210800000", "USA", "02108"),
     ("633011", "USA", "633011"), ("E5K 1Y3", "CAN", "E5K 1Y3"), ("e5k1y3", "CAN", "E5K 1Y3"), ("", "USA", "")],
)  # fmt: skip
def test_postal_codes_lose_their_filling(text, country, expected):
    assert aamva_values.postal_code_of(text, country) == expected


@pytest.mark.parametrize(
    ("full", "expected"),
    [("WANG,CHUNG", ("WANG", "CHUNG", "", False)), ("TESTER,JOEY, MIDLAND", ("TESTER", "JOEY MIDLAND", "", False)),
     ("BELL@ANN@B", ("BELL", "ANN B", "", False)), ("CORTEZ,PABLO,,JR", ("CORTEZ", "PABLO", "JR", False)),
     ("JOHN P SMITH", ("SMITH", "JOHN P", "", True)), ("MADONNA", ("MADONNA", "", "", False)),
     (", ,", ("", "", "", False))],
)  # fmt: skip
def test_full_names_are_taken_apart(full, expected):
    assert aamva_names.split(full) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [(("JUSTIN,WILLIAM", "", ""), "JUSTIN WILLIAM"), (("", "ANN", "LEE MAY"), "ANN LEE MAY"),
     (("", "ANN LEE", "LEE"), "ANN LEE"), (("", "JOHN", "JOHN"), "JOHN JOHN"), (("", "", ""), "")],
)  # fmt: skip
def test_given_names_are_put_together(parts, expected):
    assert aamva_names.given_names(*parts) == expected


def test_a_guessed_order_of_names_is_named():
    assert "name_order_guessed:full_name" in problems(
        OLD.replace("SAMPLE,MICHAEL,JOHN,JR", "MICHAEL JOHN SAMPLE")
    )


def test_the_stripe_that_british_columbia_prints_is_read():
    read = aamva.read(STRIPE)
    assert aamva.is_licence(STRIPE)
    assert read.problems == ("month_only:expires_on", "missing:issued_on")
    assert read.fields == {
        "surname": "SPECIMEN", "given_names": "MICHAEL JOHN", "document_number": "1234567", "born_on": "1986-04-17",
        "expires_on": "2024-04-30", "sex": "M", "height_centimetres": "178", "height_inches": "70",
        "weight_kilograms": "80", "weight_pounds": "176", "hair": "BRN", "eyes": "BLU", "street": "12 SAMPLE ST",
        "city": "VANCOUVER", "state": "BC", "postal_code": "V6Z 1A1", "country": "CAN", "issuer_id": "636028",
        "jurisdiction": "BC", "jurisdiction_name": "British Columbia", "stripe_version": "0",
        "stripe_jurisdiction_version": "A",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "expected"), [("2499", "20240417"), ("2477", ""), ("2402", "20240229"), ("2400", "")]
)
def test_the_stripes_expiry_follows_from_the_birthday_or_is_the_months_end(printed, expected):
    values, _ = aamva_stripe.read(STRIPE.replace("=2404", f"={printed}"))
    assert values["expires_on"] == expected


@pytest.mark.parametrize(
    "text",
    ["HELLO", "@\n\x1e\rANSI 123456090001DL", "M1DESMARAIS/LUC EABC123", "@\n\x1e\r", "", "%", "%BC^^?;636028=?",
     "x" * 60 + payload()],
)  # fmt: skip
def test_what_is_no_licence_has_no_fields(text):
    assert not aamva.is_licence(text)
    assert aamva.read(text) == aamva.Licence({})


def test_every_state_and_province_has_one_issuer_with_a_code_of_its_own():
    issuers = aamva_tables.issuers()
    codes = [issuer.code for number, issuer in issuers.items() if number != "990876"]
    by_country = [issuer.country for issuer in issuers.values()]
    assert len(codes) == len(set(codes))
    # Fifty states, the District of Columbia, five territories and the State Department; thirteen provinces; two states.
    assert [by_country.count(country) for country in ("USA", "CAN", "MEX")] == [57, 14, 2]
    assert all(aamva.is_licence(payload(issuer=number)) for number in issuers)


def cut_and_changed(text):
    """Strategy: a payload with pieces cut out, doubled or replaced."""
    place = st.integers(0, len(text))
    change = st.tuples(
        place, place, st.text(max_size=8) | st.sampled_from(["DL", "\n", "DCS", "\r", "0000", "ZV", "^", "?"])
    )

    def apply(changes):
        changed = text
        for start, stop, put in changes:
            changed = (
                changed[: min(start, stop)] + put + changed[max(start, stop) - abs(stop - start) * 9 // 10 :]
            )
        return changed

    return st.lists(change, max_size=6).map(apply)


def timed(text):
    started = time.process_time()
    read = aamva.read(text)
    return read, time.process_time() - started


@settings(max_examples=2000, deadline=None)
@given(st.one_of(st.text(max_size=400), *map(cut_and_changed, (payload(), OLD, STRIPE))))
@example("ANSI 636000" + "9" * 5000)
@example("@ANSI 63600010" + "0002" + "DL99999999" * 200)
@example("@\n\x1e\rANSI 636000١٢0002DL")
def test_no_text_raises_or_takes_long(text):
    read, seconds = timed(text)
    assert seconds < 0.5
    assert all(type(value) is str and value for value in read.fields.values())
    days = [value for name, value in read.fields.items() if name.endswith(("_on", "_until"))]
    assert all(date.fromisoformat(day).isoformat() == day for day in days)
    assert read.fields.get("sex", "X") in ("M", "F", "X")


def test_time_grows_with_the_length_and_no_faster():
    for filling in ("A", "DL", "\n", "DAQ1\n", "ZVZVA", "DLDAQ", "%", "^", " "):
        _, seconds = timed(payload() + filling * (100_000 // len(filling)))
        assert seconds < 2
