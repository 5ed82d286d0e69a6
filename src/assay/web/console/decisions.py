"""One decision: its signed receipt, whether the signature holds, and what today's policy would say."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from assay.access import Permission
from assay.accounts.models import StaffMember
from assay.core.keyring import signature_holds
from assay.decisions.case import results_of
from assay.decisions.models import Decision
from assay.decisions.receipt import canonical
from assay.decisions.replay import Replay, replay
from assay.encryption.rules import KeyDestroyed
from assay.policy.load import current
from assay.web.console.desk import needs, page
from assay.web.console.explained import explain_all
from assay.web.console.history import OUTCOME_WORDS, decision_lines, reason_words


def _replayed(decision: Decision) -> dict[str, object]:
    """Judge the stored case again under the rule book in force, and put the difference in words."""
    try:
        again: Replay = replay(decision, current())
    except KeyDestroyed:
        return {"erased": True}
    return {
        "same": again.same_outcome,
        "same_policy": again.same_policy,
        "outcome": OUTCOME_WORDS[again.replayed],
        "reasons": reason_words(list(again.replayed_reasons)),
        "checks": explain_all(again.results, revealed=False),
    }


@require_http_methods(["GET", "POST"])
@needs(Permission.DECISION_READ)
def show(request: HttpRequest, member: StaffMember, decision_id: str) -> HttpResponse:
    """Show the decision; a POST replays it, which reads only."""
    decision = get_object_or_404(Decision.objects.select_related("verification__account"), pk=decision_id)
    try:
        results = results_of(decision)
    except KeyDestroyed:
        results = ()
    may_replay = decision.automated and decision.sealed_case is not None
    context: dict[str, object] = {
        "section": "decisions",
        "decision": decision,
        "line": decision_lines([decision])[0],
        "level": current().level(decision.verification.level_id).title,
        "receipt": json.dumps(decision.receipt, indent=2, ensure_ascii=False),
        "signature": bytes(decision.signature).hex(),
        "public_key": settings.KEYRING.public_key.hex(),
        "signature_holds": signature_holds(
            settings.KEYRING.public_key, bytes(decision.signature), canonical(decision.receipt)
        ),
        "same_book": decision.policy_digest == current().digest,
        "checks": explain_all(results, revealed=False),
        "may_replay": may_replay,
        "replayed": _replayed(decision) if request.method == "POST" and may_replay else None,
    }
    return page(request, member, "decision.html", context)
