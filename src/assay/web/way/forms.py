"""What customers type and choose. Shapes are checked here, rules below; a refusal lands at its field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assay.core.refusal import Refusal
from assay.policy import countries
from assay.policy.documents import DocumentKind
from assay.policy.load import current
from assay.verifications.rules import PersonalData

# Languages whose dates begin with the year.
_YEAR_FIRST = frozenset({"ja", "zh-hans"})
_CHOOSE = ("", gettext_lazy("Choose a country"))
_FIELD_WORDS = {
    "residence": gettext_lazy("Choose the country you live in."),
    "given_names": gettext_lazy("Use letters only, exactly as on your document."),
    "surname": gettext_lazy("Enter your surname in letters, exactly as on your document."),
    "born_on": gettext_lazy("Enter a date of birth that has been."),
    "nationality": gettext_lazy("Choose the country you are a citizen of."),
    "issuing_country": gettext_lazy("Choose the country that issued your document."),
}
# Where the page has another name for what a rule, or a reason, is about.
_SHOWN_AT = {
    "born_on": "day",
    "residence": "country",
    "verification.country.not_served": "country",
    "document.kind.not_accepted": "kind",
}


def country_choices() -> list[tuple[str, Any]]:
    """Return every country by its name. Utopia exists in specimens only, so only a demo offers it."""
    named = countries.choices(get_language() or "en")
    return [_CHOOSE, *((code, name) for code, name in named if code != countries.UTOPIA or settings.DEMO)]


def show_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Put the words of a refusal beside the field it is about, or above the form."""
    if refusal.reason == "verification.state.moved_on":
        # No correction of this form helps: the page says so and leads on.
        raise refusal
    named = str(refusal.details.get("field", refusal.reason))
    field = _SHOWN_AT.get(named, named)
    reason = current().reasons[refusal.reason]
    words = _FIELD_WORDS.get(named) or " ".join(_(part) for part in (reason.customer, reason.fix) if part)
    form.add_error(field if field in form.fields else None, str(words))


class ResidenceForm(forms.Form):
    country = forms.ChoiceField(label=gettext_lazy("Country of residence"), choices=country_choices)


class DetailsForm(forms.Form):
    """Names, birth date in three fields, nationality."""

    given_names = forms.CharField(
        label=gettext_lazy("Given names"),
        help_text=gettext_lazy("All of them, as on your document. Leave empty if your document shows none."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false"}),
    )
    surname = forms.CharField(
        label=gettext_lazy("Surname"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "spellcheck": "false"}),
    )
    day = forms.IntegerField(
        label=gettext_lazy("Day"),
        min_value=1,
        max_value=31,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-day", "maxlength": "2"}),
    )
    month = forms.IntegerField(
        label=gettext_lazy("Month"),
        min_value=1,
        max_value=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "bday-month", "maxlength": "2"}
        ),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year", "maxlength": "4"}),
    )
    nationality = forms.ChoiceField(label=gettext_lazy("Nationality"), choices=country_choices)

    @classmethod
    def from_details(cls, details: PersonalData) -> "DetailsForm":
        born_on = details.born_on
        return cls(
            initial={
                "given_names": details.given_names,
                "surname": details.surname,
                "day": born_on.day if born_on else None,
                "month": born_on.month if born_on else None,
                "year": born_on.year if born_on else None,
                "nationality": details.nationality or details.residence,
            }
        )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        year, month, day = (typed.get(name) for name in ("year", "month", "day"))
        if year and month and day:
            try:
                typed["born_on"] = date(year, month, day)
            except ValueError:
                self.add_error("day", _("There is no such day. Check day, month and year."))
        return typed

    def details(self) -> PersonalData:
        typed = self.cleaned_data
        return PersonalData(
            given_names=typed["given_names"],
            surname=typed["surname"],
            born_on=typed["born_on"],
            nationality=typed["nationality"],
        )

    @property
    def birth_fields(self) -> list[forms.BoundField]:
        """The parts of the date, in the order the reader writes them."""
        parts = ("day", "month", "year")
        return [self[name] for name in (reversed(parts) if get_language() in _YEAR_FIRST else parts)]

    @property
    def birth_errors(self) -> list[str]:
        """Everything that is wrong with the date, each once, for the one place where it is shown."""
        found = [error for name in ("day", "month", "year") for error in self.errors.get(name, [])]
        return list(dict.fromkeys(map(str, found)))


class DocumentForm(forms.Form):
    issuing_country = forms.ChoiceField(
        label=gettext_lazy("Country that issued your document"), choices=country_choices
    )
    # What the country does not accept is refused by the rule, which has better words than "not a valid choice".
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of document"),
        widget=forms.RadioSelect,
        choices=lambda: [(document.id, _(document.title)) for document in current().documents],
        error_messages={"required": gettext_lazy("Choose a kind of document.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        country = (data or initial).get("issuing_country", "")
        self.accepted = kinds_of(country)
        self.notice = current().country(country).notice if country else ""


def kinds_of(country: str) -> tuple[DocumentKind, ...]:
    """Return the kinds of document accepted from an issuing country, in its order."""
    book = current()
    return tuple(map(book.document, book.country(country).documents)) if country else ()
