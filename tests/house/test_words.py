"""Every word customers meet is in every catalog, translated, with its placeholders and tags; and no catalog holds more."""

import re
import string
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import gettext as say
from django.utils.translation import override, to_locale

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs"))
import words

LANGUAGES = [to_locale(code) for code, _ in settings.LANGUAGES if code != "en"]
PARTS = re.compile(r"%\([a-z_0-9]+\)[sd]|%[ds]|</?[a-z][^>]*>")


def parts_of(text: str) -> list[str]:
    """Placeholders and tags: what a translation has to keep."""
    named = [f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name]
    return sorted(PARTS.findall(text) + named)


def forms_of(message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.fixture(scope="module")
def there_are() -> set[tuple[str, str]]:
    return set(words.words())


def test_twelve_languages_are_offered_and_each_has_a_catalog():
    assert len(settings.LANGUAGES) >= 12
    assert {"en", "ar", "zh-hans", "ja", "es", "pt-br", "fr", "de", "ru", "tr", "vi", "id"} <= dict(
        settings.LANGUAGES
    ).keys()
    assert sorted(LANGUAGES) == sorted(path.name for path in words.LOCALE.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing_and_none_is_left_over(language, there_are):
    catalog = words.catalog_of(language)
    held = {
        (message.context or "", message.id[0] if message.pluralizable else message.id)
        for message in catalog
        if message.id
    }
    assert there_are - held == set(), "run `make words` and translate"
    assert held - there_are == set(), "run `make words`"
    empty = [message.id for message in catalog if message.id and not all(forms_of(message))]
    assert empty == []
    assert not [message.id for message in catalog if message.id and message.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_placeholders_and_tags(language):
    wrong = []
    for message in words.catalog_of(language):
        if not message.id:
            continue
        if message.pluralizable:
            # A form for one thing may do without its number.
            most = set(parts_of(message.id[1]))
            wrong += [form for form in forms_of(message) if not set(parts_of(form)) <= most]
        elif parts_of(message.string) != parts_of(message.id):
            wrong.append((message.id, message.string))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_not_left_in_english(language):
    long = [
        message for message in words.catalog_of(language) if message.id and len(str(message.id).split()) > 5
    ]
    assert [message.id for message in long if message.id in forms_of(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_catalog_says_is_what_people_read(language):
    message = words.catalog_of(language).get("Verified")
    with override(language.replace("_", "-").lower()):
        assert say("Verified") == message.string
