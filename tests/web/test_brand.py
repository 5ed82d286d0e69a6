"""The operator's brand, by configuration: name, colour that can be read, logo and addresses, on pages and in e-mails."""

import os
import re
import subprocess
import sys

import pytest
from django.urls import get_resolver
from django.utils import translation

from assay.core import colours
from assay.notify import actions
from assay.notify.messages import VerificationPaused
from made_files import gradient, saved
from made_pages import text_of

LOGO = saved(gradient(64, 32), "PNG")
COLOURS = ("", "#7a1fa2", "#ffff00", "#000000", "#ffffff", "#0b6a5c")
PAUSED = {"level": "Verified", "reasons": ["document.image.blurred"], "until": "2026-11-23T13:00:00+00:00"}


@pytest.fixture
def nordbank(settings, tmp_path):
    logo = tmp_path / "logo.png"
    logo.write_bytes(LOGO)
    settings.BRAND = {
        "name": "Nordbank",
        "colour": "#7a1fa2",
        "logo": str(logo),
        "logo_url": f"{settings.BASE_URL}/brand/logo",
        "support_address": "help@nordbank.example",
        "dpo_address": "dpo@nordbank.example",
    }
    return settings.BRAND


@pytest.mark.django_db
def test_pages_wear_the_brand(client, nordbank):
    page = client.get("/")
    words = text_of(page)
    assert "Nordbank" in words
    assert "Assay" not in words
    html = page.content.decode()
    assert 'src="/brand/logo"' in html
    for address in ("help@nordbank.example", "dpo@nordbank.example"):
        assert f"mailto:{address}" in html
    logo = client.get("/brand/logo")
    assert logo["Content-Type"] == "image/png"
    assert b"".join(logo.streaming_content) == LOGO


@pytest.mark.django_db
def test_without_a_logo_there_is_the_products_mark(client):
    assert client.get("/brand/logo").status_code == 404
    assert 'class="brand-mark"' in client.get("/").content.decode()


def test_e_mails_wear_the_brand(nordbank):
    _, text, html = actions.render("verification_paused", PAUSED, "en")
    for said in ("Nordbank", "help@nordbank.example", "dpo@nordbank.example"):
        assert said in text
        assert said in html
    assert f'src="{nordbank["logo_url"]}"' in html
    assert "background: #7a1fa2" in html


@pytest.mark.parametrize("colour", COLOURS)
def test_the_button_of_an_e_mail_can_be_read_whatever_the_colour(settings, colour):
    settings.BRAND = settings.BRAND | {"colour": colour}
    html = actions.render("verification_paused", PAUSED, "en")[2]
    light = re.search(r'class="button"[^>]*color: (#\w{6}); background: (#\w{6})', html)
    dark = re.search(r"\.button { background: (#\w{6}) !important; color: (#\w{6})", html)
    for pair in (light, dark):
        assert pair
        assert colours.contrast(colours.parse(pair[1]), colours.parse(pair[2])) >= 4.5


def test_e_mails_run_from_right_to_left_where_the_language_does():
    assert 'dir="rtl"' in actions.render("verification_paused", PAUSED, "ar")[2]
    assert 'dir="ltr"' in actions.render("verification_paused", PAUSED, "en")[2]


def test_times_in_e_mails_are_written_as_the_reader_does_and_name_their_zone():
    assert "23 November 2026, 13:00 UTC" in actions.render("verification_paused", PAUSED, "en")[1]
    assert "23. November 2026 13:00 UTC" in actions.render("verification_paused", PAUSED, "de")[1]
    assert set(VerificationPaused.__dataclass_fields__) == set(PAUSED)


def test_what_broke_is_said_in_the_readers_language_without_a_database(rf, nordbank):
    # No database fixture: a query would fail this test.
    handler = get_resolver().resolve_error_handler(500)
    with translation.override("ar"):
        response = handler(rf.get("/"))
    assert response.status_code == 500
    assert 'dir="rtl"' in response.content.decode()
    assert "Nordbank" in response.content.decode()


def test_a_logo_that_is_not_there_stops_the_start(tmp_path):
    command = [sys.executable, "-c", "import assay.config.settings"]
    variables = {**os.environ, "ASSAY_HOME": str(tmp_path), "ASSAY_BRAND_LOGO": str(tmp_path / "none.png")}
    started = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert started.returncode
    assert "ASSAY_BRAND_LOGO has to name a file that is there" in started.stderr
