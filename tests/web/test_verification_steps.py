"""The steps before the pictures: order, residence, details and their lock, choice of the document."""

from datetime import date

import pytest

from assay.verifications.models import Verification
from assay.verifications.progress import details_of
from made_pages import BEARER, Customer, text_of

pytestmark = pytest.mark.django_db
PAGES = (
    "/verification/residence", "/verification/checklist", "/verification/details", "/verification/details/confirm",
    "/verification/document", "/verification/photos", "/verification/front", "/verification/back", "/verification/selfie",
    "/verification/challenge", "/verification/review", "/verification/status",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _demo(settings):
    """Utopia's documents are accepted in a demo only."""
    settings.DEMO = True


@pytest.fixture
def customer(db) -> Customer:
    return Customer()


def details(customer: Customer):
    return details_of(customer.account)


@pytest.mark.row("IDW-01")
@pytest.mark.parametrize("page", ["/identification", "/verification", *PAGES])
def test_a_visitor_is_sent_to_sign_in(client, page):
    response = client.get(page)
    assert response.status_code == 302
    assert response["Location"] == f"/account/login/?next={page}"


@pytest.mark.row("ORD-19", "ORD-06")
@pytest.mark.parametrize("page", PAGES[1:])
def test_no_step_can_be_skipped(customer, page):
    customer.begin()
    assert customer.get(page)["Location"] == "/verification/residence"


@pytest.mark.row("ORD-19")
@pytest.mark.parametrize("page", ["/verification/front", "/verification/selfie", "/verification/challenge"])
def test_nothing_can_be_posted_to_a_step_that_is_not_reached(customer, page):
    customer.begin()
    assert customer.give(page, b"anything")["Location"] == "/verification/residence"
    assert customer.post("/verification/challenge/draw")["Location"] == "/verification/residence"
    assert Verification.objects.get().prompts == []


@pytest.mark.parametrize("page", PAGES)
def test_without_a_verification_every_step_leads_to_identification(customer, page):
    assert customer.get(page)["Location"] == "/identification"


@pytest.mark.row("IDW-02")
def test_get_verified_opens_a_verification_and_a_second_press_opens_no_other(customer):
    assert "Get Verified" in text_of(customer.get("/identification"))
    customer.begin()
    customer.begin()
    assert Verification.objects.filter(account=customer.account).count() == 1
    assert customer.where() == "/verification/residence"


@pytest.mark.row("IDW-03")
def test_residence_is_chosen_out_of_all_countries_by_name(customer):
    customer.begin()
    page = customer.get("/verification/residence").content.decode()
    assert '<option value="DE">Germany</option>' in page
    assert (
        customer.post("/verification/residence", {"country": "DE"})["Location"] == "/verification/checklist"
    )
    assert details(customer)[0].residence == "DE"


@pytest.mark.row("IDA-03", "IDW-04")
def test_a_residence_that_differs_from_the_documents_country_is_warned_of_and_no_refusal(customer):
    customer.begin()
    assert "make sure that it agrees with your documents" in text_of(customer.get("/verification/residence"))
    customer.until_document()
    assert customer.choose("passport", "FR")["Location"] == "/verification/photos"
    assert Verification.objects.get().issuing_country == "FR"


@pytest.mark.row("IDA-02", "X-31")
def test_the_checklist_names_the_documents_of_the_country(customer):
    customer.begin()
    customer.live_in("DE")
    words = text_of(customer.get("/verification/checklist"))
    assert "ID card, Passport, Residence permit" in words
    assert "at least 18 years" in words


@pytest.mark.row("ORD-20")
def test_the_notice_of_a_country_comes_from_the_rule_book(customer):
    notice = customer.get("/verification/residence/notice?country=GB")
    assert "There is no UK ID card" in text_of(notice)


@pytest.mark.row("ORD-07")
def test_the_checklist_says_which_account_is_verified(customer):
    customer.begin()
    customer.live_in()
    words = text_of(customer.get("/verification/checklist"))
    assert customer.account.pk in words
    assert "cu••••••@utopia.example" in words


def test_a_country_that_is_not_served_is_refused_clearly(customer):
    customer.begin()
    response = customer.post("/verification/residence", {"country": "KP"})
    assert response.status_code == 409
    assert "We do not offer our services in your country of residence." in text_of(response)
    assert customer.where() == "/verification/residence"


@pytest.mark.parametrize("country", ["", "XX", "germany"])
def test_what_is_no_country_is_refused_at_its_field(customer, country):
    customer.begin()
    response = customer.post("/verification/residence", {"country": country})
    assert response.status_code == 409
    assert 'id="id_country_error"' in response.content.decode()


def test_utopia_exists_in_a_demo_only(customer, settings):
    settings.DEMO = False
    customer.begin()
    assert 'value="UT"' not in customer.get("/verification/residence").content.decode()
    assert customer.post("/verification/residence", {"country": "UT"}).status_code == 409


@pytest.mark.row("IDW-05")
def test_details_are_typed_and_shown_once_more_before_they_count(customer):
    customer.begin()
    customer.live_in()
    assert customer.type_details()["Location"] == "/verification/details/confirm"
    words = text_of(customer.get("/verification/details/confirm"))
    assert BEARER.surname in words
    assert "You will not be able to change these" in words
    typed, confirmed_at = details(customer)
    assert (typed.born_on, typed.residence, confirmed_at) == (BEARER.born_on, "UT", None)


def test_what_was_typed_can_be_changed_until_it_is_confirmed(customer):
    customer.begin()
    customer.live_in()
    customer.type_details(surname="Typo")
    assert 'value="Typo"' in customer.get("/verification/details").content.decode()
    customer.type_details()
    assert details(customer)[0].surname == BEARER.surname


@pytest.mark.row("IDW-07", "IDA-04")
def test_confirmed_details_are_locked(customer):
    customer.until_document()
    for page in ("/verification/residence", "/verification/details", "/verification/details/confirm"):
        assert customer.get(page)["Location"] == "/verification/document"
    assert customer.type_details(surname="Other")["Location"] == "/verification/document"
    customer.live_in("DE")
    typed, confirmed_at = details(customer)
    assert (typed.surname, typed.residence) == (BEARER.surname, "UT")
    assert confirmed_at is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("surname", ""),
        ("surname", "R2D2"),
        ("given_names", "<b>"),
        ("day", "0"),
        ("year", "2199"),
        ("year", "1850"),
        ("month", "x"),
        ("nationality", "XX"),
    ],
)
def test_details_that_cannot_be_are_refused_at_their_field(customer, field, value):
    customer.begin()
    customer.live_in()
    response = customer.type_details(**{field: value})
    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()
    assert details(customer)[0].born_on is None


def test_a_day_that_no_month_has_is_refused(customer):
    customer.begin()
    customer.live_in()
    assert "There is no such day" in text_of(customer.type_details(day="31", month="2"))


def test_confirming_nothing_leads_back_to_the_details(customer):
    customer.begin()
    customer.live_in()
    assert customer.confirm()["Location"] == "/verification/details"


@pytest.mark.row("IDA-05", "IDA-06")
def test_kind_and_issuing_country_are_chosen_together(customer):
    customer.until_document()
    words = text_of(customer.get("/verification/document"))
    for title in ("Passport", "ID card", "Driver&#x27;s licence"):
        assert title in words
    assert customer.choose("id_card", "FR")["Location"] == "/verification/photos"
    verification = Verification.objects.get()
    assert (verification.document_kind, verification.issuing_country) == ("id_card", "FR")


@pytest.mark.row("IDA-07")
def test_the_kinds_change_with_the_issuing_country(customer):
    customer.until_document()
    british = customer.get("/verification/document/kinds?issuing_country=GB").content.decode()
    german = customer.get("/verification/document/kinds?issuing_country=DE").content.decode()
    assert 'value="id_card"' not in british
    assert 'value="driving_licence"' in british
    assert 'value="id_card"' in german
    assert 'value="driving_licence"' not in german


def test_without_a_script_a_button_shows_the_kinds_of_the_country(customer):
    customer.until_document()
    page = customer.post("/verification/document", {"issuing_country": "GB", "show": "1"})
    assert page.status_code == 200
    assert 'value="id_card"' not in page.content.decode()


def test_a_kind_the_country_does_not_accept_is_refused(customer):
    customer.until_document()
    response = customer.choose("driving_licence", "DE")
    assert response.status_code == 409
    assert "We cannot accept this kind of document from this country." in text_of(response)
    assert customer.where() == "/verification/document"


def test_an_earlier_step_may_be_opened_again(customer):
    customer.until_document()
    customer.choose()
    assert customer.get("/verification/document").status_code == 200
    assert customer.choose("id_card")["Location"] == "/verification/photos"


@pytest.mark.row("IDW-21", "X-19")
def test_another_device_continues_where_the_first_stopped(customer):
    customer.until_document()
    customer.choose()
    elsewhere = customer.another_browser()
    assert elsewhere.get("/verification")["Location"] == "/verification/front"


def test_two_customers_have_each_their_own_verification(customer):
    customer.until_document()
    other = Customer("other@utopia.example")
    other.begin()
    assert other.where() == "/verification/residence"
    assert customer.where() == "/verification/document"
    assert details(other)[0].born_on is None
    assert isinstance(details(customer)[0].born_on, date)
