"""The rule book in force, readable without a programmer: levels, countries, thresholds, reasons, each with its source."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from assay.access import Permission
from assay.accounts.models import StaffMember
from assay.policy.countries import name_of
from assay.policy.load import current
from assay.policy.schema import Book, CheckName
from assay.web import clock
from assay.web.console.desk import needs, page
from assay.web.console.explained import explanation_of, title_of


def _thresholds(book: Book) -> list[dict[str, object]]:
    """Return one entry a check that compares with a number, with the value in force today."""
    today = clock.now().date()
    return [
        {
            "title": title_of(CheckName(check)),
            "numbers": [
                {
                    "name": name.replace("_", " "),
                    "now": dated.on(today),
                    "dates": sorted(dated.values.items()),
                    "source": dated.source,
                }
                for name, dated in numbers.items()
            ],
        }
        for check, numbers in book.thresholds.items()
    ]


@require_GET
@needs(Permission.POLICY_READ)
def show(request: HttpRequest, member: StaffMember) -> HttpResponse:
    book = current()
    kinds = {kind.id: kind.title for kind in book.documents}
    countries = [
        ("Every other country", book.default_country),
        *((name_of(code), rule) for code, rule in book.countries.items()),
    ]
    context: dict[str, object] = {
        "section": "policy",
        "book": book,
        "levels": [
            {"level": level, "checks": [(title_of(check), explanation_of(check)) for check in level.checks]}
            for level in sorted(book.levels, key=lambda level: level.tier)
        ],
        "countries": [
            {"name": name, "rule": rule, "documents": [kinds[kind] for kind in rule.documents]}
            for name, rule in countries
        ],
        "thresholds": _thresholds(book),
        "reasons": list(book.reasons.values()),
    }
    return page(request, member, "policy.html", context)
