"""The help centre: every question has an answer, in every country, out of the rule book in force, and can be found."""

from html import unescape

import pytest
from django.utils import translation

from assay.policy import load
from assay.policy.load import current
from assay.web.helping import film
from assay.web.helping import help as help_centre
from assay.web.helping.articles import ARTICLES
from assay.web.helping.finding import Text, ranked, terms_of
from made_pages import text_of

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


def page(client, slug: str, **asked: str) -> str:
    response = client.get("/help/why" if slug == "why" else f"/help/{slug}", asked)
    assert response.status_code == 200
    return unescape(text_of(response))


@pytest.fixture
def other_book(monkeypatch):
    """Another rule book in force, for pages that tell what it says."""

    def change(**changes: object) -> None:
        book = current().model_copy(update=changes)
        for module in (help_centre, load):
            monkeypatch.setattr(module, "current", lambda: book)

    return change


@pytest.mark.row("ENT-11")
def test_every_question_has_a_page_that_leads_on(client):
    listed = client.get("/help").content.decode()
    for slug, article in ARTICLES.items():
        assert f'href="/help/{slug}"' in listed
        words = page(client, slug)
        assert str(article.title) in words
        assert "Read next" in words
        assert set(article.after) <= set(ARTICLES)
    assert client.get("/help/nothing").status_code == 404


@pytest.mark.row("ORD-18")
def test_every_answer_says_whose_it_is_what_counts_and_by_which_rules(client, settings):
    settings.BRAND = settings.BRAND | {"name": "Nordbank"}
    for slug in ARTICLES:
        words = page(client, slug)
        assert "Nordbank keeps this page." in words
        assert "that page counts" in words
        assert current().digest[:12] in words


def test_numbers_come_from_the_rule_book(client, other_book):
    other_book(
        attempts=current().attempts.model_copy(update={"denials_before_pause": 7, "pause_hours": 36}),
        reviews=tuple(rule.model_copy(update={"due_within_hours": 99}) for rule in current().reviews),
        levels=tuple(
            level.model_copy(update={"unlocks": ("Lending",)}) if level.tier == 1 else level
            for level in current().levels
        ),
    )
    assert "After 7 answers of no there is a pause of 36 hours." in page(client, "again")
    assert "within 99 hours" in page(client, "time")
    assert "Lending" in page(client, "limits")
    assert "It opens: Lending." in page(client, "why")


def test_each_country_has_its_own_documents(client):
    for code in ("DK", *current().countries):
        words, rule = page(client, "documents", country=code), current().country(code)
        assert rule.notice in words
        for kind in rule.documents:
            assert current().document(kind).title in words
        assert (f"at least {rule.minimum_age} years" in words) is rule.served
    assert "In most countries" in page(client, "documents", country="<x>")


@pytest.mark.row("ENT-12")
def test_computer_and_phone_have_a_way_each_guessed_and_then_remembered(client):
    assert "On the website" in page(client, "where")
    assert "On your phone" in text_of(client.get("/help/where", headers={"User-Agent": PHONE}))
    client.get("/help/where?device=phone")
    assert "On your phone" in page(client, "where")
    assert "Hold the phone over the document" in page(client, "steps")


@pytest.mark.row("ENT-10", "ENT-11", "ENT-16")
def test_why_and_whether_it_is_safe(client):
    words = page(client, "why")
    assert "fraud, corruption, money laundering and terrorist financing" in words
    assert "Yes. It is safe, and it makes the platform safer for you and for everybody else." in page(
        client, "safe"
    )


def found(client, query: str) -> list[str]:
    return [article.slug for article in client.get("/help", {"q": query}).context["found"]]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("how long does it take", "time"),
        ("camera blocked", "camera"),
        ("passport", "documents"),
        ("PAUSE", "again"),
        ("money laundering", "why"),
        ("selfie does not match", "more"),
        ("limit", "limits"),
        ("is it safe?", "safe"),
    ],
)
def test_the_search_finds_the_answer_first(client, query, slug):
    assert found(client, query)[0] == slug


def test_what_is_not_found_leads_to_a_person(client, settings):
    words = text_of(client.get("/help", {"q": "<b>zebra"}))
    assert "We found no answer to this" in words
    assert settings.BRAND["support_address"] in words
    assert "<b>zebra" not in client.get("/help", {"q": "<b>zebra"}).content.decode()


def test_accents_case_and_scripts_without_blanks_do_not_matter():
    texts = {"one": Text("Führerschein", "", ""), "two": Text("本人確認が必要な理由", "", "")}
    assert ranked(texts, "FUHRERSCHEIN") == ["one"]
    assert ranked(texts, "確認理由") == ["two"]
    assert terms_of("an id, an ID: b") == ["an", "id"]
    assert ranked(texts, "") == []


@pytest.mark.row("ENT-12")
def test_the_film_is_told_in_the_readers_language(client):
    plain = client.get("/help/film.vtt")
    assert plain["Content-Type"].startswith("text/vtt")
    assert plain.content.decode().startswith("WEBVTT\n\n00:00.000 --> 00:04.000\n")
    assert 30 <= film.told()[-1].ends <= 60
    words = page(client, "steps")
    for scene in film.SCENES:
        assert str(scene.words) in words
    with translation.override("de"):
        assert film.captions().count("-->") == len(film.SCENES)
