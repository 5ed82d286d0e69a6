"""Every situation a customer can get into, walked through by real actions and real pages: there is always a way out.

In each situation the customer opens the first page, follows what it says is next, and finds there something they can do that
leads on, or when to expect an answer, or that nothing is left to do (invariant 5). Everything offered there is tried, and
everything a job, a reviewer or the clock can do; what a move did is rolled back before the next.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction

from assay.accounts import actions as accounts
from assay.accounts import rules as account_rules
from assay.accounts.models import Account, StaffMember
from assay.accounts.rules import Arrival
from assay.checks.readings import DocumentReading, SelfieReading
from assay.core.actor import OPERATOR, Role, machine
from assay.core.refusal import IllegalMove, Refusal
from assay.deadlines import actions as deadlines
from assay.deadlines.rules import DeadlineKind
from assay.decisions import actions as decisions
from assay.decisions.examined import reading_of
from assay.policy.load import current
from assay.policy.schema import EvidenceKind
from assay.reviews import actions as reviews
from assay.reviews import rules as review_rules
from assay.reviews.models import Review
from assay.reviews.rules import Outcome
from assay.verifications import progress, rules
from assay.verifications.models import Verification
from assay.verifications.rules import Status
from assay.web import clock
from assay.web.account.safe_order import facts_of
from made_cases import GOOD, face, front
from made_pages import BEARER, Customer, text_of
from made_verifications import give, give_all, passing, start

JOB = machine("test")
DARK = passing(BEARER).model_copy(
    update={
        "front": front(face()).model_copy(update={"quality": GOOD.model_copy(update={"brightness": 20.0})})
    }
)
STRANGER = passing(BEARER).model_copy(
    update={"selfie": SelfieReading(quality=GOOD, faces=(face(template=tuple([0.0] * 127 + [1.0])),))}
)
PAGE_OF_PIECE = {
    EvidenceKind.DOCUMENT_FRONT: "/verification/front",
    EvidenceKind.SELFIE: "/verification/selfie",
    EvidenceKind.CHALLENGE_CLIP: "/verification/challenge",
}
# Closing an account comes with the concept that closes it; nothing does yet.
NOT_BUILT = {("account", account_rules.Status.CLOSED)}
Situation = tuple[object, ...]


@dataclass
class World:
    """One customer and one reviewer. `met` are the statuses of every lifecycle that were seen."""

    customer: Customer
    reviewer: StaffMember
    met: set[tuple[str, str]] = field(default_factory=set)

    @property
    def account(self) -> Account:
        return Account.objects.select_related("user").get(pk=self.customer.account.pk)

    @property
    def verification(self) -> Verification | None:
        return Verification.objects.latest_of(self.account)

    @property
    def review(self) -> Review | None:
        return Review.objects.order_by("opened_at", "pk").last()

    def situation(self) -> Situation:
        """Return all that decides what may happen next."""
        account, verification, review = self.account, self.verification, self.review
        self.met.add(("account", account.status))
        if review:
            self.met.add(("review", review.status))
        facts = facts_of(account, verification)
        own = (bool(account.route), account.confirmed_at is not None, *vars(facts).values())
        if verification is None:
            return own
        self.met.add(("verification", verification.status))
        return (*own, *self.attempt(verification))

    def attempt(self, verification: Verification) -> Situation:
        facts = progress.facts_of(verification)
        step = rules.next_step(current(), facts)
        if facts.status in rules.LIFECYCLE.ends:
            return facts.status, facts.details_confirmed
        if facts.status is Status.UNDER_REVIEW:
            return facts.status, self.review.status, verification.document_kind
        given = progress.given_evidence(verification)
        document = reading_of(given.get(EvidenceKind.DOCUMENT_FRONT), DocumentReading)
        selfie = reading_of(given.get(EvidenceKind.SELFIE), SelfieReading)
        return (
            facts.status, step, tuple(sorted(facts.asked_again)), facts.paused_until is not None,
            step is rules.Step.REVIEW and bool(verification.accepted_points), document == DARK.front, selfie == STRANGER.selfie,
        )  # fmt: skip

    # ---- what the world does
    def needs(self, status: str) -> None:
        """A job is only started where there is work for it."""
        if self.verification is None or self.verification.status != status:
            raise Refusal("verification.state.not_open")

    def settle(self) -> None:
        self.needs(Status.CHECKING)
        decisions.settle(self.verification.pk, self.verification.run, by=JOB, at=clock.now())

    def give_up_checking(self) -> None:
        self.needs(Status.CHECKING)
        decisions.refer_unchecked(self.verification.pk, by=JOB, at=clock.now())

    def take(self) -> None:
        self.needs(Status.UNDER_REVIEW)
        reviews.take(self.review, by=self.reviewer.actor(), at=clock.now())

    def decide(self, outcome: Outcome, *reasons: str) -> None:
        self.needs(Status.UNDER_REVIEW)
        reviews.decide(
            self.review, outcome=outcome, reasons=reasons, note="", by=self.reviewer.actor(), at=clock.now()
        )

    def end_pause(self) -> None:
        due = deadlines.due_at(DeadlineKind.RETRY_PAUSE, self.account.pk)
        if due is None:
            raise Refusal("verification.state.not_open")
        deadlines.sweep(by=JOB, at=due)

    # ---- what the customer does
    def piece(self, kind: EvidenceKind, case: object) -> None:
        verification = self.verification
        if kind not in rules.missing_evidence(current(), progress.facts_of(verification)):
            raise Refusal("verification.state.not_open")
        if kind is EvidenceKind.CHALLENGE_CLIP:
            verification.prompts = [prompt.model_dump(mode="json") for prompt in case.prompts]
            verification.save(update_fields=["prompts"])
        give(verification, kind, case, clock.now())

    def details(self) -> None:
        self.customer.type_details()
        self.customer.confirm()

    def let_points_stand(self) -> None:
        points = progress.points_of(self.verification, clock.now()) if self.verification else ()
        self.customer.post("/verification/review/accept", {"point": [point.key for point in points]})


@dataclass(frozen=True)
class Move:
    """`path` is where the customer does it: a page with a form of its own, or the target of a form or link. None: not theirs."""

    do: Callable[[World], object]
    path: str | None = None


def moves() -> dict[str, Move]:
    def post(path: str, **data: str) -> Move:
        return Move(lambda world: world.customer.post(path, data), path)

    def piece(kind: EvidenceKind, case: object) -> Move:
        return Move(lambda world: world.piece(kind, case), PAGE_OF_PIECE[kind])

    def answer(outcome: Outcome, *reasons: str) -> Move:
        return Move(lambda world: world.decide(outcome, *reasons))

    good = passing(BEARER)
    return {
        "settle the route": post("/account/route", route="direct"),
        "settle the invitation": post("/account/invitation", invitation=""),
        "confirm the account": post("/account/registration"),
        "begin": post("/identification/start"),
        "choose a residence": post("/verification/residence", country="UT"),
        "type details": Move(World.details, "/verification/details"),
        "choose a document": post("/verification/document", kind="passport", issuing_country="UT"),
        "give the front": piece(EvidenceKind.DOCUMENT_FRONT, good),
        "give a dark front": piece(EvidenceKind.DOCUMENT_FRONT, DARK),
        "give the selfie": piece(EvidenceKind.SELFIE, good),
        "give another's selfie": piece(EvidenceKind.SELFIE, STRANGER),
        "give the recording": piece(EvidenceKind.CHALLENGE_CLIP, good),
        "let points stand": Move(World.let_points_stand, "/verification/review/accept"),
        "send": post("/verification/submit"),
        "withdraw": post("/verification/withdraw"),
        "protect": Move(lambda world: world.customer.protect(), "/account/2fa/totp/activate/"),
        "look at the state": post("/account/state"),
        "the checks answer": Move(World.settle),
        "the checks never answer": Move(World.give_up_checking),
        "the pause ends": Move(World.end_pause),
        "a person takes it": Move(World.take),
        "a person approves": answer(Outcome.APPROVE),
        "a person rejects": answer(Outcome.REJECT, "selfie.match.mismatch"),
        "a person asks for the front": answer(Outcome.ASK_AGAIN, "document.image.glare"),
        "a person asks for the selfie": answer(Outcome.ASK_AGAIN, "selfie.image.dark"),
        "a person asks for the recording": answer(Outcome.ASK_AGAIN, "liveness.challenge.not_followed"),
        "a person asks for another document": answer(Outcome.ASK_AGAIN, "document.kind.other"),
    }


MOVES = moves()


class Undo(Exception):  # noqa: N818
    """Rolls back what a move did."""


@dataclass(frozen=True)
class Landing:
    """The page to which the first page leads."""

    place: str
    page: str
    words: str

    def offers(self, path: str | None) -> bool:
        """Whether the page has a form of its own for a move, or a form or link that leads to it."""
        if path == self.place:
            return 'method="post"' in self.page
        return path is not None and f'"{path}"' in self.page


@dataclass
class Walk:
    """`seen` are all situations met so far, of whatever customer; `stuck` those without a way out."""

    world: World
    seen: set[Situation]
    stuck: list[str] = field(default_factory=list)

    def visit(self, situation: Situation, path: tuple[str, ...]) -> None:
        self.seen.add(situation)
        landing = self.land()
        leads = False
        for name, move in MOVES.items():
            if move.path is not None and not landing.offers(move.path):
                continue
            try:
                with transaction.atomic():
                    after = self.tried(move)
                    leads = leads or (move.path is not None and after != situation)
                    if after not in self.seen:
                        self.visit(after, (*path, name))
                    raise Undo  # noqa: TRY301 -- the only way to roll back what went well
            except (Undo, Refusal, IllegalMove):
                continue
        if problem := self.problem_of(landing, leads=leads):
            self.stuck.append(f"{' > '.join(path)}: {problem}")

    def tried(self, move: Move) -> Situation:
        move.do(self.world)
        return self.world.situation()

    def land(self) -> Landing:
        """Open the first page and follow the one next step it names."""
        browser = self.world.customer.browser
        response, place = browser.get("/"), "/"
        page = response.content.decode()
        card = page[page.index('aria-labelledby="next"') :].split("</section>")[0]
        link = re.search(r'<a class="button[^"]*" href="([^"]+)"', card)
        if link:
            response = browser.get(link[1], follow=True)
        elif 'action="/identification/start"' in card and self.world.account.confirmed_at is None:
            # The button leads to what has to be settled first.
            response = browser.post("/identification/start", follow=True)
        if hasattr(response, "redirect_chain"):
            place = response.request["PATH_INFO"]
        assert response.status_code == 200, place
        return Landing(place, response.content.decode(), text_of(response))

    def problem_of(self, landing: Landing, *, leads: bool) -> str:
        """Return what is missing on the page; empty where nothing is."""
        verification = self.world.verification
        status = verification.status if verification else None
        if status == Status.CHECKING:
            due = deadlines.due_at(DeadlineKind.CHECKING_OVERDUE, verification.pk)
            told = due is not None and "less than a minute" in landing.words
        elif status == Status.UNDER_REVIEW:
            told = leads and "<time" in landing.page and "nothing you need to do" in landing.words
        else:
            told = leads or "There is nothing left to do" in landing.words
        return "" if told else f"{landing.place} leads nowhere ({status})"


def reviewer() -> StaffMember:
    at = clock.now()
    user = accounts.add_sign_in(
        email="reviewer@utopia.example", password="a long password", by=OPERATOR, at=at
    )
    return accounts.add_staff_member(
        user, name="Reviewer", roles=frozenset({Role.REVIEWER}), by=OPERATOR, at=at
    )


def paused(world: World) -> None:
    """The same dark photo, and the answer was no for the third time."""
    verification = start(world.account, BEARER, at=clock.now())
    give_all(verification, DARK, at=clock.now())
    Verification.objects.filter(pk=verification.pk).update(denials=2)
    world.customer.send()
    world.settle()


@pytest.mark.django_db
@pytest.mark.row("ORD-19", "IDW-22")
def test_every_situation_of_a_customer_has_a_way_out(settings):
    settings.DEMO = True
    colleague, met, seen = reviewer(), set(), set()
    unclear = Arrival(routes=("gone",), codes=("FRIEND7", "OTHER88"))
    for number, (arrival, prepare) in enumerate([(Arrival(), None), (unclear, None), (Arrival(), paused)]):
        world = World(Customer(f"customer{number}@utopia.example", arrival), colleague)
        if prepare:
            prepare(world)
        walk = Walk(world, seen)
        walk.visit(world.situation(), (f"customer {number}",))
        assert walk.stuck == []
        met |= world.met
    tables = (account_rules.LIFECYCLE, rules.LIFECYCLE, review_rules.LIFECYCLE)
    every = {(table.name, status) for table in tables for status in table.reachable()}
    assert every - met == NOT_BUILT
    assert len(seen) > 35, "the walk has lost its way"
