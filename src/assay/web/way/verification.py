"""The steps before any picture: where the customer lives, who they are, which document they have."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from assay.accounts.models import Account
from assay.checks.recordings.challenge import longest_seconds
from assay.core.refusal import Refusal
from assay.policy.countries import codes
from assay.policy.load import current
from assay.verifications import actions as verifications
from assay.verifications import progress
from assay.verifications.rules import Step
from assay.web import clock
from assay.web.language import country_name
from assay.web.people import for_customers
from assay.web.way.forms import DetailsForm, DocumentForm, ResidenceForm, kinds_of, show_refusal
from assay.web.way.steps import Visit, at_step, to_next, way
from assay.web.words import masked


@require_safe
@for_customers
def resume(request: HttpRequest, account: Account) -> HttpResponse:
    """Go on wherever the customer has got to, on whatever device."""
    del request
    return to_next(account)


@require_http_methods(["GET", "POST"])
@for_customers
@at_step(Step.RESIDENCE)
def residence(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = ResidenceForm(request.POST or None, initial={"country": visit.facts.residence})
    if form.is_valid():
        try:
            verifications.choose_residence(
                visit.verification,
                country=form.cleaned_data["country"],
                seen=request.POST.get("seen", ""),
                by=visit.by,
                at=clock.now(),
            )
            return redirect("verification_checklist")
        except Refusal as refusal:
            show_refusal(form, refusal)
    chosen = str(form["country"].value() or "")
    context = {"form": form, "way": way(Step.RESIDENCE), **_notice(chosen)}
    return render(request, "verification/residence.html", context, status=409 if form.errors else 200)


def _notice(country: str) -> dict[str, object]:
    """Return what a page says about living in a country."""
    if country not in codes():
        return {"country": None}
    return {"country": current().country(country), "country_name": country_name(country)}


@require_safe
@for_customers
def residence_notice(request: HttpRequest, account: Account) -> HttpResponse:
    """The notice of a country, as soon as it is chosen."""
    del account
    return render(request, "verification/residence_notice.html", _notice(request.GET.get("country", "")))


@require_safe
@for_customers
@at_step(Step.DETAILS)
def checklist(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What will be needed where the customer lives, before they begin (IDA-02, ORD-07)."""
    level = current().level(visit.verification.level_id)
    country = current().country(visit.facts.residence)
    context = {
        "way": way(Step.DETAILS),
        "level": level,
        "country": country,
        "country_name": country_name(visit.facts.residence),
        "kinds": kinds_of(visit.facts.residence),
        "challenge_seconds": round(longest_seconds(current().challenge)),
        "masked_email": masked(visit.account.user.email),
    }
    return render(request, "verification/checklist.html", context)


@require_http_methods(["GET", "POST"])
@for_customers
@at_step(Step.DETAILS)
def details(request: HttpRequest, visit: Visit) -> HttpResponse:
    if request.method == "POST":
        form = DetailsForm(request.POST)
        if form.is_valid():
            try:
                verifications.save_details(
                    visit.verification,
                    details=form.details(),
                    seen=request.POST.get("seen", ""),
                    by=visit.by,
                    at=clock.now(),
                )
                return redirect("verification_confirm")
            except Refusal as refusal:
                show_refusal(form, refusal)
    else:
        form = DetailsForm.from_details(progress.details_of(visit.account)[0])
    context = {"form": form, "way": way(Step.DETAILS)}
    return render(request, "verification/details.html", context, status=409 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_customers
@at_step(Step.DETAILS)
def confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what was typed once more, then lock it (IDW-07)."""
    typed, _ = progress.details_of(visit.account)
    if typed.born_on is None:
        return redirect("verification_details")
    if request.method == "POST":
        verifications.confirm_details(
            visit.verification, seen=request.POST.get("seen", ""), by=visit.by, at=clock.now()
        )
        return to_next(visit.account)
    context = {
        "typed": typed,
        "nationality": country_name(typed.nationality),
        "residence": country_name(typed.residence),
        "way": way(Step.DETAILS),
    }
    return render(request, "verification/confirm.html", context)


@require_http_methods(["GET", "POST"])
@for_customers
@at_step(Step.DOCUMENT)
def document(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose the issuing country and the kind of document, out of those accepted from there."""
    initial = {
        "issuing_country": visit.facts.issuing_country or visit.facts.residence,
        "kind": visit.facts.document_kind,
    }
    only_shown = "show" in request.POST
    form = DocumentForm(
        request.POST if request.method == "POST" and not only_shown else None, initial=initial
    )
    if only_shown:
        form = DocumentForm(initial=initial | {"issuing_country": request.POST.get("issuing_country", "")})
    if form.is_valid():
        try:
            verifications.choose_document(
                visit.verification,
                kind=form.cleaned_data["kind"],
                issuing_country=form.cleaned_data["issuing_country"],
                seen=request.POST.get("seen", ""),
                by=visit.by,
                at=clock.now(),
            )
            return redirect("verification_intro")
        except Refusal as refusal:
            show_refusal(form, refusal)
    context = {"form": form, "way": way(Step.DOCUMENT), "residence": country_name(visit.facts.residence)}
    return render(request, "verification/document.html", context, status=409 if form.errors else 200)


@require_safe
@for_customers
def document_kinds(request: HttpRequest, account: Account) -> HttpResponse:
    """The kinds of document accepted from a country, as soon as it is chosen (IDA-07)."""
    del account
    chosen = {name: request.GET.get(name, "") for name in ("issuing_country", "kind")}
    form = DocumentForm(initial=chosen)
    return render(request, "verification/document_kinds.html", {"form": form})


@require_safe
@for_customers
@at_step(Step.FRONT)
def intro(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What happens before the camera, and with which of them; Continue begins (IDW-08, IDW-10)."""
    document_kind = current().document(visit.facts.document_kind)
    context = {
        "way": way(Step.FRONT),
        "document": document_kind,
        "document_title": gettext(document_kind.title),
        "issuing_country": country_name(visit.facts.issuing_country),
    }
    return render(request, "verification/intro.html", context)
