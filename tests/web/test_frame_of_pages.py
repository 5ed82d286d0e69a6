"""What all pages share: colours, the strict content policy, the outbox, the security page, error pages."""

import re
from itertools import pairwise

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from assay.core import colours
from assay.notify.models import OutboxEmail
from assay.web import brand
from assay.web.security import Addition, protection_of
from made_sign_in import made_person, signed_in

VISITORS_PAGES = (
    "/", "/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/", "/components/",
)  # fmt: skip
PERSONS_PAGES = (
    "/", "/security/", "/account/email/", "/account/password/change/", "/account/2fa/", "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/", "/account/2fa/webauthn/add/", "/account/sessions/", "/account/logout/",
)  # fmt: skip
BYTE = st.integers(0, 255)


@pytest.fixture(autouse=True)
def _a_demo_with_quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["made_sign_in.QuickHasher"]
    settings.DEMO = True


# ---- colours


@given(st.tuples(BYTE, BYTE, BYTE))
def test_any_brand_colour_can_be_read_in_light_and_in_dark(colour):
    style = brand.style("#" + bytes(colour).hex())
    tokens = dict(re.findall(r"(--[\w-]+):light-dark\((#\w{6}),#\w{6}\)", style))
    dark = dict(re.findall(r"(--[\w-]+):light-dark\(#\w{6},(#\w{6})\)", style))
    for theme, grounds in (
        (tokens, ("#ffffff", "#f6f5f1", "#eeece6")),
        (dark, ("#111514", "#1a1f1e", "#242a28")),
    ):
        seen = {name: colours.parse(value) for name, value in theme.items()}
        for ground in (*grounds, theme["--accent-soft"]):
            assert colours.contrast(seen["--accent"], colours.parse(ground)) >= 4.5
        for fill in ("--accent", "--accent-strong"):
            assert colours.contrast(seen["--accent-ink"], seen[fill]) >= 4.5


@pytest.mark.parametrize("text", ["red", "#fff", "#12345g", "0b6a5c#", "#0b6a5c;}"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match=r"colour|invalid literal"):
        colours.parse(text)


def test_contrast_is_that_of_wcag():
    assert colours.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert colours.contrast((0x76, 0x76, 0x76), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.django_db
def test_the_brand_of_the_operator_is_on_the_page_and_in_its_style_sheet(settings, client):
    settings.BRAND = settings.BRAND | {"name": "Nordbank", "colour": "#7a1fa2"}
    page = client.get("/account/login/").content.decode()
    assert "Nordbank" in page
    assert "Assay" not in page
    assert 'href="/brand.css"' in page
    assert "--accent:#7a1fa2" in client.get("/brand.css").content.decode()


@pytest.mark.row("XCT-08")
@pytest.mark.django_db
def test_light_and_dark_are_chosen_by_a_switch_and_kept(client):
    page = "/account/login/"
    assert "data-theme=" not in client.get(page).content.decode().split("<head>")[0]
    for wanted in ("dark", "light"):
        assert client.post("/theme/", {"theme": wanted, "next": page})["Location"] == page
        assert f'data-theme="{wanted}"' in client.get(page).content.decode().split("<head>")[0]
    client.post("/theme/", {"theme": "system", "next": page})
    assert "data-theme=" not in client.get(page).content.decode().split("<head>")[0]


def test_the_switch_leads_nowhere_else(client):
    assert client.post("/theme/", {"theme": "dark", "next": "https://evil.example/"})["Location"] == "/"


# ---- the content policy


def offences(html: str) -> list[str]:
    """What script-src 'self' and style-src 'self' would block."""
    found = re.findall(r"<[^>]+\sstyle=[^>]*>|<style[^>]*>|<[^>]+\son\w+=[^>]*>|javascript:", html)
    scripts = re.findall(r"<script[^>]*>", html)
    found += [tag for tag in scripts if "src=" not in tag and 'type="application/json"' not in tag]
    return found + re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', html)


@pytest.mark.django_db
@pytest.mark.parametrize("page", VISITORS_PAGES)
def test_pages_for_visitors_run_and_load_nothing_but_our_own(client, page):
    response = client.get(page)
    assert response.status_code == 200
    assert offences(response.content.decode()) == []
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_pages_for_people_run_and_load_nothing_but_our_own():
    browser = signed_in(made_person())
    for page in PERSONS_PAGES:
        response = browser.get(page)
        assert response.status_code == 200, page
        assert offences(response.content.decode()) == [], page


# ---- the frame


@pytest.mark.django_db
def test_every_page_names_the_data_protection_officer_and_support(settings, client):
    for page in VISITORS_PAGES:
        html = client.get(page).content.decode()
        assert f"mailto:{settings.BRAND['dpo_address']}" in html
        assert f"mailto:{settings.BRAND['support_address']}" in html


@pytest.mark.django_db
def test_headings_of_the_parts_never_skip_a_level(client):
    for page in VISITORS_PAGES:
        levels = [int(level) for level in re.findall(r"<h([1-6])", client.get(page).content.decode())]
        assert levels[0] == 1, page
        assert levels.count(1) == 1, page
        assert all(after - before <= 1 for before, after in pairwise(levels)), page


@pytest.mark.django_db
def test_errors_are_pages_in_our_words(client, rf):
    missing = client.get("/nothing/")
    assert missing.status_code == 404
    assert "There is no such page" in missing.content.decode()
    assert "Something broke on our side" in render_to_string("500.html")
    assert "Too many attempts" in render_to_string("429.html", {}, rf.get("/"))
    strict = Client(enforce_csrf_checks=True)
    late = strict.post("/account/login/", {})
    assert late.status_code == 403
    assert "That took too long" in late.content.decode()


# ---- the outbox


@pytest.mark.django_db
def test_there_is_neither_outbox_nor_list_of_components_outside_a_demo(settings, client):
    email = OutboxEmail.objects.create(
        recipient="ada@example.com", subject="Hello", text="x", html="<p>x</p>"
    )
    settings.DEMO = False
    for page in ("/outbox/", f"/outbox/{email.pk}/", f"/outbox/{email.pk}/body/", "/components/"):
        assert client.get(page).status_code == 404
    assert "/outbox/" not in client.get("/account/login/").content.decode()


@pytest.mark.django_db
def test_the_outbox_of_a_demo_is_open_newest_first(client):
    for number in range(3):
        OutboxEmail.objects.create(recipient=f"p{number}@example.com", subject=f"Message {number}", text="x")
    page = client.get("/outbox/").content.decode()
    assert re.findall(r"Message \d", page) == ["Message 2", "Message 1", "Message 0"]
    assert re.findall(r"Message \d", client.get("/outbox/?to=p1").content.decode()) == ["Message 1"]
    part = client.get("/outbox/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Message 2" in part


@pytest.mark.django_db
def test_the_body_of_an_e_mail_can_run_nothing(client):
    email = OutboxEmail.objects.create(recipient="a", subject="b", text="c", html="<script>alert(1)</script>")
    policy = client.get(f"/outbox/{email.pk}/body/")["Content-Security-Policy"]
    assert policy.startswith("sandbox")
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert (
        'sandbox="allow-popups allow-popups-to-escape-sandbox"'
        in client.get(f"/outbox/{email.pk}/").content.decode()
    )


# ---- the security page


@pytest.mark.django_db
def test_security_is_added_in_the_order_of_its_use():
    user = made_person()
    assert protection_of(user).next_addition is Addition.SECOND_STEP
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert protection_of(user).next_addition is Addition.RECOVERY_CODES
    codes = RecoveryCodes.activate(user)
    assert protection_of(user).next_addition is Addition.PASSKEY
    for code in codes.get_unused_codes()[:8]:
        codes.validate_code(code)
    assert protection_of(user).next_addition is Addition.MORE_RECOVERY_CODES


@pytest.mark.django_db
def test_the_security_page_shows_what_protects_the_account_and_what_to_add():
    user = made_person()
    browser = signed_in(user)
    page = browser.get("/security/").content.decode()
    assert "a password alone opens your account" in page
    assert 'href="/account/2fa/webauthn/add/"' in page
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    page = browser.get("/security/").content.decode()
    assert "Everything is set up" in page
    assert "10 left" in page
    assert "1 device is signed in" in page


@pytest.mark.django_db
def test_the_security_page_is_for_the_person_only(client):
    assert client.get("/security/")["Location"] == "/account/login/?next=/security/"
