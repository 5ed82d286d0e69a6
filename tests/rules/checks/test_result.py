from hypothesis import given
from hypothesis import strategies as st

from assay.checks.result import CheckResult, Outcome, combine
from assay.policy.schema import CheckName

SEVERITY = [Outcome.PASS, Outcome.ASK_AGAIN, Outcome.REFER]
REASONS = ("document.image.blurred", "selfie.face.missing", "selfie.match.mismatch")


@st.composite
def results(draw: st.DrawFn) -> CheckResult:
    outcome = draw(st.sampled_from(SEVERITY))
    some = st.lists(st.sampled_from(REASONS), min_size=1, unique=True)
    reasons = () if outcome is Outcome.PASS else tuple(draw(some))
    return CheckResult(check=draw(st.sampled_from(list(CheckName))), outcome=outcome, reasons=reasons)


# The checks of a level are each run once.
many = st.lists(results(), unique_by=lambda result: result.check, min_size=1, max_size=8)


@given(many, st.randoms())
def test_the_order_of_results_does_not_matter(given_results, randomness):
    shuffled = list(given_results)
    randomness.shuffle(shuffled)
    assert combine(shuffled) == combine(given_results)


@given(st.lists(results(), unique_by=lambda result: result.check, max_size=8), results())
def test_another_result_never_makes_a_decision_better(given_results, another):
    before, after = combine(given_results), combine([*given_results, another])
    if given_results:
        assert SEVERITY.index(after.outcome) >= SEVERITY.index(before.outcome)
    assert set(after.reasons) >= set(another.reasons)
    assert SEVERITY.index(after.outcome) >= SEVERITY.index(another.outcome)


@given(many)
def test_a_decision_passes_only_when_every_check_passes(given_results):
    passes = all(result.outcome is Outcome.PASS for result in given_results)
    assert (combine(given_results).outcome is Outcome.PASS) == passes


@given(many)
def test_every_reason_is_named_once_and_the_worst_come_first(given_results):
    verdict = combine(given_results)
    assert len(set(verdict.reasons)) == len(verdict.reasons)
    assert set(verdict.reasons) == {reason for result in given_results for reason in result.reasons}
    if verdict.reasons:
        worst = [result for result in given_results if result.outcome is verdict.outcome]
        assert any(verdict.reasons[0] in result.reasons for result in worst)


def test_no_results_are_referred_and_never_passed():
    verdict = combine([])
    assert verdict.outcome is Outcome.REFER
    assert verdict.reasons == ("verification.checks.missing",)


def test_no_outcome_rejects():
    assert set(Outcome) == {Outcome.PASS, Outcome.ASK_AGAIN, Outcome.REFER}
