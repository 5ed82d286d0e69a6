"""What published sample payloads of invented people say, written down from the payloads, beside what the parser says."""

from pathlib import Path

import pytest

from assay.checks.engines.barcode import aamva

TEXTS = Path(__file__).resolve().parents[3].parent / "shared" / "specimens" / "documents" / "aamva" / "texts"
NAMES = (
    "jurisdiction", "version", "kind", "document_number", "surname", "given_names", "sex", "born_on", "issued_on",
    "expires_on", "street", "city", "state", "postal_code", "height_inches",
)  # fmt: skip
SAMPLES = {
    "AK": ("AK", "08", "DL", "7559886", "SMITH", "MARY JOE", "F", "1955-04-02", "2016-03-22", "2021-04-02",
           "12345 E MAIN HY", "ANCHORAGE", "AK", "99645", "64"),
    "AR": ("AR", "05", "DL", "9298847972", "MOTORIST", "MICHAEL RALPH", "M", "1946-11-22", "2016-09-13", "2024-11-22",
           "321 MAIN ST", "HOT SPRINGS", "AR", "71901-4455", "70"),
    "AZ": ("AZ", "01", "DL", "D04852767", "WILLIAMS", "SUSAN T", "F", "1989-01-24", "2013-06-04", "2054-01-24",
           "5123 WACO DR", "TUSCON", "AZ", "85641-4321", "65"),
    "CA": ("CA", "04", "DL", "F1485768", "HARPER", "ELIJAH MASON", "M", "1973-07-05", "2016-02-02", "2019-07-05",
           "671 BLUEBERRY HILL DR", "MILPITAS", "CA", "95035", "68"),
    "CT No Middle Name": ("CT", "01", "DL", "035032278", "WANG", "CHUNG", "M", "1949-03-03", "2017-01-19",
                          "2023-03-03", "123 SIDE ST", "WATERBURY", "CT", "06708-1897", "68"),
    "CT": ("CT", "01", "DL", "990000001", "CTLIC", "ADULT A", "F", "1961-01-01", "2009-02-23", "2015-01-01",
           "60 STATE ST", "WETHERSFIELD", "CT", "06109-1896", "66"),
    "FL": ("FL", "01", "DL", "H574712510891", "TESTER", "JOEY MIDLAND", "M", "1941-05-09", "2014-05-01", "2022-03-09",
           "1234 PARK ST LOT 504", "KEY WEST", "FL", "33040-0504", "73"),
    "GA": ("GA", "03", "DL", "100000001", "SAMPLE", "JANICE", "F", "1957-07-01", "2006-07-01", "2013-02-01",
           "123 NORTH STATE ST.", "ANYTOWN", "GA", "30334", "64"),
    "IA": ("IA", "04", "DL", "109BB2608", "SMITH", "MARK MOTORIST", "M", "1991-07-11", "2013-10-16", "2020-07-11",
           "123 ANY MAIN ST", "RED OAK", "IA", "51566", "72"),
    "ID": ("ID", "05", "DL", "WA104577G", "JENSEN", "CLAY MOTORIST", "M", "1967-12-08", "2011-11-20", "2019-12-08",
           "1234 MAIN STREET", "GRANGEVILL", "ID", "83530", "73"),
    "IL": ("IL", "08", "DL", "W63177069784", "MOTORIST", "SUSAN T", "F", "1969-06-27", "2017-04-13", "2021-06-27",
           "123 LAKE SHORE DR APT", "CHICAGO", "IL", "60611", "68"),
    "KS": ("KS", "09", "DL", "K04-76-5990", "MOTORIST", "JOEY SMITH", "M", "1980-01-26", "2017-11-29", "2023-01-26",
           "12345 S 110TH TER", "OVERLAND PARK", "KS", "66210", "71"),
    "MA 2009": ("MA", "04", "DL", "S65807412", "SMITH", "ROBERT LOWNEY", "M", "1977-07-07", "2016-06-29", "2020-07-07",
                "123 MAIN STREET", "BOSTON", "MA", "02108", "72"),
    "MA No Middle Name": ("MA", "04", "DL", "S65807412", "ROBERT", "TONY", "M", "1977-07-07", "2016-06-29",
                          "2020-07-07", "123 MAIN STREET", "BOSTON", "MA", "02108", "72"),
    "ME": ("ME", "04", "DL", "2407225", "DRIVER", "HARRY", "M", "1947-10-02", "2017-09-17", "2021-10-02",
           "48 MAIN ST", "BANGOR", "ME", "04401", "69"),
    "MN": ("MN", "09", "DL", "H868087743210", "SPARKS", "DALE THOR", "M", "1995-01-04", "2018-12-22", "2020-01-04",
           "12345 MAIN ST", "AITKIN", "MN", "56431-1234", "70"),
    "MO": ("MO", "01", "DL", "X100097001", "LastNameTest", "FirstNameTest", "M", "2017-08-09", "2011-06-30",
           "2018-02-04", "123 ABC TEST ADDRESS 2ND FL", "ST LOUIS", "MO", "633011", "68"),
    "MS": ("MS", "08", "DL", "800448123", "MOTORIST", "MICHAEL PATRICK", "M", "1963-05-07", "2018-05-10", "2022-05-07",
           "123 BUCK RUN", "HATTIESBURG", "MS", "39402", "70"),
    "MT": ("MT", "03", "DL", "0504928899117", "TESTER", "MARY ROSE", "F", "1994-05-14", "2015-07-02", "2023-05-14",
           "1254 MAGNOLIA AVE", "HELENA", "MT", "59601", "67"),
    "NB": ("NB", "02", "DL", "1234567", "MOTORIST", "MARY M", "F", "1962-08-08", "2017-08-12", "2021-08-08",
           "123 EAGLEHEAD DR", "GRND-BAY-WFLD", "NB", "E5K 1Y3", "66"),
    "NH": ("NH", "08", "DL", "NHI17128755", "TESTER", "DONNIE G", "M", "1977-11-06", "2017-12-19", "2022-11-06",
           "802 WILLIAMS ST", "SOMETOWN", "NH", "01234", "69"),
    "NJ": ("NJ", "04", "DL", "P62472647457903", "FOX", "MELISSA R", "F", "1983-02-04", "2015-02-28", "2019-02-28",
           "1435 AUBURN AVE", "VERNON", "NJ", "07418-2554", "62"),
    "NV": ("NV", "03", "DL", "0003456789", "MOTORIST", "MICHAEL M", "M", "1976-01-15", "2017-03-01", "2025-01-15",
           "6543 ADORAMA DR", "NORTH LAS VEGAS", "NV", "89031-1234", "68"),
    "OH": ("OH", "08", "DL", "PJ842270", "MOTORIST", "DEBBIE T", "F", "1956-02-23", "2016-12-02", "2020-02-23",
           "102 PARK AVE", "NORTHWOOD", "OH", "43619-1234", "60"),
    "PA 2016": ("PA", "09", "DL", "25881776", "MORGAN", "CAPTAIN JACK", "M", "1960-05-22", "2017-11-28", "2021-05-23",
                "1725 SLOUGH AVE", "SCRANTON", "PA", "18503", "71"),
    "PA Three Middle Names": ("PA", "01", "DL", "26798765", "SMITH", "JOHN ROBERT LEE JOHNSON", "M", "1986-02-02",
                              "2016-01-04", "2020-02-03", "140 MAIN ST", "PHILADELPHIA", "PA", "19130", "72"),
    "PA Two Middle Names": ("PA", "01", "DL", "26798765", "SMITH", "JOHN ROBERT LEE", "M", "1986-02-02", "2016-01-04",
                            "2020-02-03", "140 MAIN ST", "PHILADELPHIA", "PA", "19130", "72"),
    "PA": ("PA", "01", "DL", "26798765", "SMITH", "JOHN P", "M", "1986-02-02", "2016-01-04", "2020-02-03",
           "140 MAIN ST", "PHILADELPHIA", "PA", "19130", "72"),
    "PE": ("PE", "09", "DL", "247725", "FLOWERS", "PATTY", "F", "1955-09-04", "2017-12-22", "2020-09-04",
           "123 NORTH LAKE SHORE DR", "ANYTOWN", "PE", "C0A 2B4", "62"),
    "PR": ("PR", "05", "DL", "4696735", "ORTIZ ORTIZ", "LAURENCIA", "F", "1972-03-06", "2017-03-03", "2023-03-06",
           "CAM CUBA LIBRE 800 KM", "COROZAL", "PR", "00783", "62"),
    "SC": ("SC", "01", "DL", "102639206", "SMITH", "MARY ROBINS", "F", "1972-02-12", "2009-06-19", "2019-02-12",
           "209 CEDAR HILL DR UNIT 12", "SURFSIDE BEACH", "SC", "29575-4321", "70"),
    "TN": ("TN", "06", "ID", "115775955", "SMITH", "ELIZABETH MOTORIST", "F", "1961-12-13", "2018-02-06", "2026-02-06",
           "21078 MAGNOLIA RD", "NASHVILLE", "TN", "37011-5509", "63"),
    "VA": ("VA", "03", "DL", "T16700185", "MAURY", "JUSTIN WILLIAM", "M", "1958-07-15", "2009-08-14", "2017-08-14",
           "17 FIRST STREET", "STAUNTON", "VA", "24401", "75"),
    "WA": ("WA", "03", "DL", "TESTEDM504K9", "TESTER", "MARY S", "F", "1950-05-23", "2015-04-16", "2021-05-23",
           "16255 PEWDER CT SE", "REDMOND", "WA", "98008-1234", "61"),
    "WV": ("WV", "04", "DL", "F123456", "SMITH", "JOE BOB", "M", "1972-11-03", "2017-10-01", "2022-11-03",
           "518   S RANDOM STREET", "ANYTOWN", "WV", "12345", "71"),
    "WY": ("WY", "04", "DL", "123456-789", "O NEIL", "MOTORIST E", "F", "1958-10-31", "2017-10-11", "2021-10-31",
           "1234 MAIN WAY", "BLUE STREAM", "WY", "82930", "69"),
}  # fmt: skip
# What else a sample of each kind of card says: by id or by name.
MORE = {
    "AK": {
        "weight_pounds": "160",
        "under_21_until": "1976-04-02",
        "organ_donor": "yes",
        "surname_truncated": "unknown",
    },
    "AR": {"real_id": "no", "limited_duration": "no", "card_revised_on": "2012-09-15", "ZAB": "7201"},
    "AZ": {
        "organ_donor": "no",
        "non_resident": "no",
        "restrictions": "B",
        "vehicle_class": "D",
        "ZAA": "R7PR",
    },
    "CA": {"inventory_control_number": "26933F14948489491", "hair": "BRN", "ZCC": "BLU", "ZCD": "BRN"},
    "FL": {"vehicle_class": "E", "restrictions": "A", "ZFC": "N899999999077"},
    "GA": {
        "name_suffix": "PH.D.",
        "endorsements": "P",
        "weight_range": "46-59",
        "ZGL": "12345-67891234567ABC",
    },
    "ID": {"weight_pounds": "240", "weight_kilograms": "109", "document_discriminator": "250123456789"},
    "IL": {"street_2": "6431", "organ_donor": "yes", "ZIA": "ORG"},
    "KS": {"real_id": "full", "document_discriminator": "839412342K0SW17334W2424ZB"},
    "NB": {"height_centimetres": "168", "country": "CAN", "jurisdiction_name": "New Brunswick", "ZNA": "5"},
    "NH": {
        "endorsements": "MC",
        "restrictions": "C",
        "jurisdiction_version": "01",
        "card_revised_on": "2016-06-09",
    },
    "OH": {
        "real_id": "material",
        "place_of_birth": "US,OHIO",
        "audit_information": None,
        "weight_range": "60-70",
    },
    "PR": {"country": "USA", "jurisdiction_name": "Puerto Rico", "restrictions": "7"},
    "VA": {"federal_commercial_codes": "S", "hazardous_materials_until": None, "limited_duration": "no"},
    "WV": {"audit_information": "20171006_054503_1_652", "weight_pounds": "190", "ZWB": "Y"},
    "WY": {"street_2": "BLUE STREAM, WY  82930", "ZWF": "0033-07362"},
}

pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason="the payload samples are not on this machine")


def read(name):
    path = TEXTS / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"{path.name} is not on this machine")
    return aamva.read(path.read_text(encoding="utf-8", errors="replace"))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_says_what_is_written_in_it(name):
    fields = read(name).fields
    assert tuple(fields.get(field, "") for field in NAMES) == SAMPLES[name]


@pytest.mark.parametrize("name", MORE)
def test_the_rest_of_a_sample_comes_out_by_name_too(name):
    fields = read(name).fields
    assert {field: fields.get(field) for field in MORE[name]} == MORE[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_that_every_card_must_say_is_missing_from_a_sample(name):
    assert not [
        problem
        for problem in read(name).problems
        if problem.startswith(("missing", "not_a", "unknown_issuer"))
    ]


def test_every_sample_on_this_machine_is_read_without_an_error():
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in TEXTS.glob("*.txt")]
    assert len(texts) >= len(SAMPLES)
    assert all(aamva.read(text).fields["document_number"] for text in texts)
