"""The short video: what it asks for, drawn anew for each recording, and where the recording is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from assay.checks.readings import Colour, Flash, Gesture, Prompt
from assay.checks.recordings.challenge import Drawn, clip_seconds, longest_seconds
from assay.evidence.models import Evidence
from assay.policy.load import current
from assay.policy.schema import EvidenceKind, Reason
from assay.verifications import actions as verifications
from assay.verifications.rules import Step, Wishes, draw_name
from assay.web import clock
from assay.web.people import for_customers
from assay.web.way.capture import give, uploaded, wants_json, why_again, with_camera
from assay.web.way.steps import Visit, at_step, way
from assay.web.words import Words


@dataclass(frozen=True)
class Shown:
    """How a page asks for a gesture: the words people hear, what helps to do it well, and the icon beside them."""

    words: Words
    how: Words
    icon: str


GESTURES: dict[Gesture, Shown] = {
    Gesture.TURN_LEFT: Shown(
        gettext_lazy("Turn your head to your left"), gettext_lazy("then back to the middle"), "turn-left"
    ),
    Gesture.TURN_RIGHT: Shown(
        gettext_lazy("Turn your head to your right"), gettext_lazy("then back to the middle"), "turn-right"
    ),
    Gesture.LOOK_UP: Shown(
        gettext_lazy("Lift your chin and look up"), gettext_lazy("then back to the middle"), "look-up"
    ),
    Gesture.BLINK: Shown(
        gettext_lazy("Close your eyes, then open them, twice"), gettext_lazy("slowly"), "eye"
    ),
    Gesture.SMILE: Shown(gettext_lazy("Smile broadly"), gettext_lazy("so that your teeth show"), "face"),
    Gesture.FOLLOW_DOT: Shown(
        gettext_lazy("Follow the dot with your eyes"), gettext_lazy("until it is gone"), "dot"
    ),
}
COLOURS: dict[Colour, Words] = {
    Colour.RED: gettext_lazy("Red"),
    Colour.GREEN: gettext_lazy("Green"),
    Colour.BLUE: gettext_lazy("Blue"),
}


@dataclass(frozen=True)
class Asked:
    """One line of the list for people who film with another camera."""

    words: Words
    from_second: float
    to_second: float


def _drawn(visit: Visit) -> Drawn:
    """Return the challenge that was drawn last, as it is stored."""
    prompts = tuple(Prompt.model_validate(prompt) for prompt in visit.verification.prompts)
    flashes = tuple(Flash.model_validate(flash) for flash in visit.verification.flashes)
    return Drawn(prompts, flashes, clip_seconds(current().challenge, prompts, flashes))


def _list(visit: Visit) -> dict[str, object]:
    """Return what a page shows to people who film with another camera."""
    drawn = _drawn(visit)
    asked = [
        Asked(GESTURES[prompt.gesture].words, prompt.from_second, prompt.to_second)
        for prompt in drawn.prompts
    ]
    return {
        "asked": asked,
        "from_second": asked[0].from_second if asked else None,
        "seconds": drawn.seconds,
        "made_for": draw_name(visit.verification.drawn_at),
    }


@require_http_methods(["GET", "POST"])
@with_camera
@for_customers
@at_step(Step.CHALLENGE)
def challenge(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Record the challenge with this device's camera, or give a video made with another one."""
    refused: Reason | None = None
    if request.method == "POST":
        if visit.verification.drawn_at is None:
            return redirect("verification_challenge")
        answer = give(request, visit, lambda: give_clip(visit, uploaded(request), request.POST.dict()))
        if isinstance(answer, HttpResponse):
            return answer
        refused = answer
    by_file = request.GET.get("way") == "file" and visit.verification.drawn_at is not None
    rules = current().challenge
    context = {
        "way": way(Step.CHALLENGE),
        "refused": refused,
        "again": why_again(visit, EvidenceKind.CHALLENGE_CLIP),
        "gestures": GESTURES.items(),
        "may_ask": [GESTURES[gesture].words for gesture in map(Gesture, rules.gestures)],
        "colours": COLOURS.items() if rules.flashes else (),
        "longest": round(longest_seconds(rules)),
        "by_file": by_file,
        "megabytes": current().uploads.clip_bytes // 1_000_000,
        **(_list(visit) if by_file else {}),
    }
    return render(request, "verification/challenge.html", context, status=409 if refused else 200)


def give_clip(
    visit: Visit, data: bytes, said: Mapping[str, str], announced_at: datetime | None = None
) -> Evidence:
    """Give a recording, however it came; `said` are the fields that came with it."""
    return verifications.give_recording(
        visit.verification,
        data=data,
        camera=said.get("capture", "").encode(),
        made_for=said.get("made_for", ""),
        announced_at=announced_at,
        by=visit.by,
        at=clock.now(),
    )


@require_POST
@for_customers
@at_step(Step.CHALLENGE)
def draw(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Draw a new challenge: for the recorder as data, for a person with another camera as a list to follow."""
    on_screen, at = wants_json(request), clock.now()
    wishes = Wishes(
        movements="no_movements" not in request.POST,
        light="no_light" not in request.POST,
        on_screen=on_screen,
    )
    drawn = verifications.draw_challenge(visit.verification, wishes=wishes, by=visit.by, at=at)
    if not on_screen:
        return redirect(f"{redirect('verification_challenge')['Location']}?way=file")
    return JsonResponse(
        {
            "prompts": [prompt.model_dump(mode="json") for prompt in drawn.prompts],
            "flashes": [flash.model_dump(mode="json") for flash in drawn.flashes],
            "seconds": drawn.seconds,
            "made_for": draw_name(at),
        }
    )
