"""Take, release, look at what the customer will read, decide."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assay import access
from assay.access import Permission
from assay.accounts.models import StaffMember
from assay.core.refusal import Refusal
from assay.decisions import actions as decisions
from assay.notify import actions as notify
from assay.policy.load import current
from assay.reviews import actions as reviews
from assay.reviews import rules
from assay.reviews.models import Review
from assay.reviews.rules import Outcome
from assay.verifications.models import Verification
from assay.web import clock
from assay.web.console import form
from assay.web.console.case import Shown, answer
from assay.web.console.desk import needs
from assay.web.console.masking import masked_email
from assay.web.console.material import review_of

_DONE = {
    Outcome.APPROVE: "Approved. The level is raised and the customer is told.",
    Outcome.ASK_AGAIN: "The customer is asked to give it again.",
    Outcome.REJECT: "Rejected. The customer is told why, and what they can do.",
}


@require_POST
@needs(Permission.REVIEW_TAKE)
def take(request: HttpRequest, member: StaffMember, review_id: str) -> HttpResponse:
    try:
        reviews.take(review_of(review_id), by=member.actor(), at=clock.now())
    except Refusal as refusal:
        return answer(request, member, review_id, Shown(refused=refusal), status=409)
    return redirect("console_case", review_id=review_id)


@require_POST
@needs(Permission.REVIEW_TAKE)
def release(request: HttpRequest, member: StaffMember, review_id: str) -> HttpResponse:
    try:
        reviews.release(review_of(review_id), by=member.actor(), at=clock.now())
    except Refusal as refusal:
        return answer(request, member, review_id, Shown(refused=refusal), status=409)
    return redirect("console_queue")


def _foreseen(review: Review, choice: form.Choice, member: StaffMember) -> dict[str, str]:
    """Return the e-mail exactly as the customer would get it, after asking whether the choice may be made."""
    known = tuple(current().reasons[code] for code in choice.reasons)
    rules.check_may_decide(review.facts(), member.actor(), choice.outcome, known)
    verification = Verification.objects.select_related("account__user").get(pk=review.matter_id)
    message = decisions.foresee(verification, choice.outcome, choice.reasons, at=clock.now())
    subject, text, _ = notify.render(message.name(), message.context(), review.account.language)
    return {
        "subject": subject,
        "text": text,
        "to": masked_email(review.account.user.email),
        "outcome": choice.outcome,
    }


@require_POST
@needs(Permission.REVIEW_DECIDE)
def preview(request: HttpRequest, member: StaffMember, review_id: str) -> HttpResponse:
    """Show what the customer will read. Nothing is decided yet."""
    access.require(member.actor(), Permission.REVIEW_READ)
    choice: form.Choice | None = None
    try:
        choice = form.read(request)
        shown = Shown(choice=choice, preview=_foreseen(review_of(review_id), choice, member))
    except Refusal as refusal:
        return answer(request, member, review_id, Shown(choice=choice, refused=refusal), status=409)
    return answer(request, member, review_id, shown)


@require_POST
@needs(Permission.REVIEW_DECIDE)
def decide(request: HttpRequest, member: StaffMember, review_id: str) -> HttpResponse:
    choice: form.Choice | None = None
    try:
        choice = form.read(request)
        reviews.decide(
            review_of(review_id),
            outcome=choice.outcome,
            reasons=choice.reasons if choice.outcome is not Outcome.APPROVE else (),
            note=choice.note,
            by=member.actor(),
            at=clock.now(),
        )
    except Refusal as refusal:
        return answer(request, member, review_id, Shown(choice=choice, refused=refusal), status=409)
    messages.success(request, _DONE[choice.outcome])
    return redirect("console_queue")
