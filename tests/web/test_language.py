"""Which language people read: what they chose, on each device and in e-mails; what their browser asks for until then."""

import pytest
from django.conf import settings
from django.test import Client

from assay.accounts.models import Account
from assay.audit.models import Entry
from made_console import a_member, signed_in
from made_pages import HTML, Customer

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"


def lang_of(response) -> str:
    return response.content.decode().split('<html lang="')[1].split('"')[0]


def test_a_visitor_reads_the_language_the_browser_asks_for():
    page = Client().get("/", headers=HTML | {"Accept-Language": "de-AT,de;q=0.9"})
    assert lang_of(page) == "de"


def test_a_language_nobody_translated_is_english():
    assert lang_of(Client().get("/", headers=HTML | {"Accept-Language": "tlh"})) == "en"


def test_arabic_runs_from_right_to_left():
    page = Client().get("/", headers=HTML | {"Accept-Language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl"' in page


def test_a_choice_outlives_what_the_browser_asks_for_and_comes_back_to_the_page():
    visitor = Client(headers=HTML | {"Accept-Language": "de"})
    answer = visitor.post("/language/", {"language": "ja", "next": "/help"})
    assert answer["Location"] == "/help"
    assert lang_of(visitor.get("/help")) == "ja"


@pytest.mark.parametrize("wanted", ["", "tlh", "../ja", "JA"])
def test_a_language_that_is_not_offered_changes_nothing(wanted):
    visitor = Client(headers=HTML)
    answer = visitor.post("/language/", {"language": wanted, "next": "https://elsewhere.example/"})
    assert (answer["Location"], settings.LANGUAGE_COOKIE_NAME in answer.cookies) == ("/", False)


def test_a_customers_choice_is_kept_with_the_account_and_recorded():
    customer = Customer()
    customer.post("/language/", {"language": "tr"})
    assert Account.objects.get().language == "tr"
    entry = Entry.objects.get(event="account.language_chosen")
    assert (entry.account_id, entry.data["language"]) == (customer.account.pk, "tr")


def test_who_chose_a_language_elsewhere_reads_it_after_signing_in_here():
    customer = Customer()
    customer.post("/language/", {"language": "vi"})
    other = Client(headers=HTML | {"Accept-Language": "de"})
    other.post("/account/login/", {"login": customer.user.email, "password": PASSWORD})
    assert lang_of(other.get("/")) == "vi"


def test_a_language_chosen_before_signing_in_stays():
    customer = Customer()
    other = Client(headers=HTML)
    other.post("/language/", {"language": "ar"})
    other.post("/account/login/", {"login": customer.user.email, "password": PASSWORD})
    assert lang_of(other.get("/")) == "ar"


def test_a_new_account_reads_its_e_mails_in_the_language_it_signed_up_in(transactional_db):
    visitor = Client(headers=HTML | {"Accept-Language": "fr"})
    visitor.post(
        "/account/signup/", {"email": "new@utopia.example", "password1": "lantern orchard seven boats"}
    )
    assert Account.objects.get().language == "fr"


def test_the_console_is_in_english_whatever_the_browser_asks_for():
    page = signed_in(a_member()).get("/console/reviews/", headers=HTML | {"Accept-Language": "ar"})
    assert lang_of(page) == "en"
    assert page["Content-Language"] == "en"


@pytest.mark.parametrize(("language", "first"), [("de", "id_day"), ("ja", "id_year")])
def test_a_date_of_birth_is_asked_for_in_the_order_the_reader_writes_it(language, first):
    customer = Customer()
    customer.begin()
    customer.live_in()
    customer.post("/language/", {"language": language})
    page = customer.get("/verification/details").content.decode()
    assert min(("id_day", "id_month", "id_year"), key=lambda name: page.index(f'id="{name}"')) == first
