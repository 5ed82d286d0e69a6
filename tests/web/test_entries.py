"""The ways into a verification: each stands there only while something is open, and is gone after it (rows ENT)."""

import re
from itertools import product

import pytest
from django.template.loader import render_to_string

from assay.policy.load import current
from assay.policy.schema import CheckName
from assay.verifications.models import Verification
from assay.verifications.rules import LIFECYCLE, Status
from assay.web.account.asked import Ask, Asked, asked_of
from assay.web.account.level_words import WORDS_OF_CHECK, checks_of, needs_of
from assay.web.words import status_of_account
from made_pages import Customer, text_of

pytestmark = pytest.mark.django_db
EVERYWHERE = ("/security/", "/account/sessions/", "/help", "/help/why")


@pytest.fixture
def customer(settings) -> Customer:
    settings.DEMO = True
    return Customer()


def at(customer: Customer, status: Status, **changes: object) -> Verification:
    """Put the customer's newest verification into a status, however it came there."""
    if Verification.objects.latest_of(customer.account) is None:
        customer.begin()
    Verification.objects.filter(account=customer.account).update(status=status, **changes)
    if status is Status.APPROVED:
        type(customer.account).objects.filter(pk=customer.account.pk).update(tier=1)
        customer.account.refresh_from_db()
    return Verification.objects.get(account=customer.account)


def banner(customer: Customer, path: str) -> str:
    found = re.search(r'(?s)<aside class="asked-banner.*?</aside>', customer.get(path).content.decode())
    return found.group() if found else ""


def has_popup(customer: Customer, path: str = "/") -> bool:
    return "data-popup " in customer.get(path).content.decode().replace("data-popup>", "data-popup >")


BANNERS = {
    None: "Get verified",
    Status.DRAFT: "Complete Now",
    Status.CHECKING: "",
    Status.ACTION_REQUIRED: "Action Required",
    Status.UNDER_REVIEW: "",
    Status.APPROVED: "",
    Status.REJECTED: "Read why",
    Status.WITHDRAWN: "Get verified",
}


@pytest.mark.row("ENT-02", "ENT-09", "ENT-14")
@pytest.mark.parametrize("status", [None, *Status])
def test_each_page_says_what_is_open_and_nothing_when_nothing_is(customer, status):
    if status is not None:
        at(customer, status)
    for path in EVERYWHERE:
        shown = banner(customer, path)
        assert BANNERS[status] in shown
        assert bool(shown) is bool(BANNERS[status])


@pytest.mark.row("ENT-03", "ENT-14")
@pytest.mark.parametrize("status", [None, *Status])
def test_the_window_opens_only_for_what_was_begun_or_is_wanted_again(customer, status):
    if status is not None:
        at(customer, status)
    assert has_popup(customer) is (status in {Status.DRAFT, Status.ACTION_REQUIRED})
    assert not has_popup(customer, "/identification")


@pytest.mark.row("ENT-03")
def test_later_counts_for_this_session_and_for_this_demand(customer):
    at(customer, Status.DRAFT)
    assert customer.post("/asked/later")["Location"] == "/"
    assert not has_popup(customer)
    customer.browser = customer.another_browser()
    assert has_popup(customer)
    customer.post("/asked/later")
    at(customer, Status.ACTION_REQUIRED, run=1)
    assert has_popup(customer), "something new is asked"
    at(customer, Status.UNDER_REVIEW)
    assert not has_popup(customer)


def test_nobody_is_asked_where_no_level_can_be_reached(customer):
    account = customer.account
    account.tier = 2
    assert asked_of(account, None) is None
    account.tier = 1
    assert asked_of(account, None) is None, "Verified Plus cannot be applied for yet"


def test_the_way_itself_has_no_banner():
    for ask, page in product(Ask, ("verification_front", "handoff", "account_route", "home")):
        assert not Asked(ask, "x").has_banner(page)


LABELS = {
    Status.DRAFT: "In progress",
    Status.CHECKING: "Checking",
    Status.ACTION_REQUIRED: "Action Required",
    Status.UNDER_REVIEW: "Under Review",
    Status.APPROVED: "Verified",
    Status.REJECTED: "Not verified",
    Status.WITHDRAWN: "Unverified",
}


@pytest.mark.row("ENT-07", "ENT-13")
@pytest.mark.parametrize("status", [None, *Status])
def test_each_status_has_its_label_with_icon_and_words_and_it_is_a_link(customer, status):
    verification = at(customer, status) if status else None
    shown = render_to_string(
        "components/status_badge.html", {"status": status_of_account(customer.account, verification)}
    )
    words = LABELS[status] if status else "Unverified"
    assert re.search(rf"</svg>\s*{words}</span>", shown)
    page = customer.get("/security/").content.decode()
    assert re.search(r'<a class="badge-link" id="status-label" href="/identification">', page)
    assert shown.strip() in page


@pytest.mark.row("ENT-13")
def test_levels_have_labels_too():
    for tier, words in ((0, "Unverified"), (1, "Verified"), (2, "Verified Plus")):
        assert words in render_to_string("components/status_badge.html", {"status": tier})
    assert set(LABELS) == set(Status)
    assert set(LABELS) >= LIFECYCLE.ends


@pytest.mark.row("ENT-01")
def test_the_menu_leads_to_identification(customer):
    page = customer.get("/security/").content.decode()
    menu = page[page.index('<div class="menu-items">') :]
    link = re.search(r'(?s)<a href="/identification">(.*?)</a>', menu)
    assert link
    assert link[1].endswith("Identification")


@pytest.mark.row("ENT-02", "ENT-08", "ENT-15")
def test_a_visitor_finds_the_way_in_and_to_the_phone(client, settings):
    page = client.get("/")
    assert "Get verified" in text_of(page)
    assert 'href="/account/signup/"' in page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert settings.BASE_URL in page.content.decode()


@pytest.mark.row("ENT-15")
def test_the_way_to_the_phone_stands_there_while_a_verification_is_open(customer):
    entry = 'href="/verification/handoff"'
    for status in Status:
        at(customer, status)
        shown = entry in customer.get("/identification").content.decode()
        assert shown is (status in {Status.DRAFT, Status.ACTION_REQUIRED}), status


@pytest.mark.row("ENT-04", "ENT-05", "ENT-06")
def test_each_level_says_what_it_opens_needs_and_checks(customer):
    words = text_of(customer.get("/identification"))
    assert "Your level: Unverified" in words
    level = current().tier(1)
    for said in (*level.unlocks, *(need.words for need in needs_of(level)), *checks_of(level)):
        assert str(said) in words.replace("&#x27;", "'")
    assert "within 48 hours" in words
    assert words.count("Get Verified") == 1


def test_every_check_has_words_for_customers():
    assert set(WORDS_OF_CHECK) == set(CheckName)


@pytest.mark.row("IDW-24")
def test_tries_used_are_told_before_a_pause(customer):
    at(customer, Status.ACTION_REQUIRED, denials=2)
    words = text_of(customer.get("/identification"))
    assert "Tries that were not accepted: 2. You have 1 more before a pause." in words
