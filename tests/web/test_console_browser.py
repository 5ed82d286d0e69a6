"""The console in a real browser, by keyboard alone. Barriers: tests/journeys/test_every_page_is_accessible.py."""

import pytest
from django.conf import settings

from assay.accounts.models import KnownPair, StaffMember
from assay.reviews import actions as reviews
from assay.reviews.models import Review
from assay.web import clock
from made_console import a_member, a_referred_case, signed_in
from made_pairs import a_pair


def visit(open_browser, live_server, member: StaffMember, **options):
    """Return a page of a browser in which the member is signed in."""
    context = open_browser(**options)
    session = signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return context.new_page()


def leave(page):
    """Let the server finish what the page asked for: the database is emptied next."""
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")


@pytest.mark.django_db(transaction=True)
@pytest.mark.row("REV-06")
def test_a_case_is_taken_looked_at_and_rejected_without_a_mouse(open_browser, live_server):
    review, member = a_referred_case(real_selfie=True), a_member()
    page = visit(open_browser, live_server, member)
    page.goto(f"{live_server.url}/console/")
    page.keyboard.press("n")
    page.wait_for_url(f"**/reviews/{review.pk}/")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.keyboard.press("+")
    assert page.locator(".viewer-zoom").inner_text() == "150 %"
    page.keyboard.press("m")
    assert not page.locator(".viewer-picture.is-picked .marks").is_visible()
    page.keyboard.press("r")
    page.locator("[data-confirm]:not([disabled])").wait_for()
    assert "does not seem to match" in page.locator("#preview").inner_text()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Rejected. The customer is told why").wait_for()
    assert Review.objects.get().outcome == "reject"
    leave(page)


@pytest.mark.django_db(transaction=True)
def test_personal_data_appears_where_it_was_masked_without_leaving_the_page(open_browser, live_server):
    review, member = a_referred_case(), a_member()
    page = visit(open_browser, live_server, member)
    page.goto(f"{live_server.url}/console/reviews/{review.pk}/")
    page.get_by_role("button", name="Reveal").click()
    page.get_by_text("In clear, recorded").wait_for()
    assert page.url.endswith(f"{review.pk}/")
    leave(page)


@pytest.mark.django_db(transaction=True)
@pytest.mark.row("APL-05")
def test_two_accounts_are_compared_and_decided_on_without_a_mouse_on_a_dark_phone(open_browser, live_server):
    first, review = a_pair(pictures=True)
    member = a_member()
    reviews.take(review, by=member.actor(), at=clock.now())
    phone = {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}
    page = visit(open_browser, live_server, member, **phone)
    page.goto(f"{live_server.url}/console/reviews/{review.pk}/")
    page.keyboard.press("c")
    page.wait_for_url(f"**/compare/{first.account_id}/")
    page.keyboard.press("v")
    page.get_by_text("In clear, recorded").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("w")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Remembered: twins.").wait_for()
    assert KnownPair.objects.get().relation == "twins"
    leave(page)
