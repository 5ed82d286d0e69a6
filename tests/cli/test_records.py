"""`assay replay`, `assay audit`, `assay seed`, `assay specimens`: what they say and how they end."""

import pytest
from click.testing import CliRunner

from assay.accounts import actions as accounts
from assay.audit import actions as audit
from assay.checks.readings import SelfieReading
from assay.cli import audit as audit_command
from assay.cli import replay as replay_command
from assay.cli import seed as seed_command
from assay.cli import specimens as specimens_command
from assay.core.actor import OPERATOR, VISITOR, machine
from assay.decisions import actions as decisions
from assay.decisions.models import Decision
from assay.sandbox import demo
from made_cases import GOOD, face
from made_verifications import NOW, give_all, passing, send, start

STRANGER = SelfieReading(quality=GOOD, faces=(face(template=tuple([0.0] * 127 + [1.0])),))


def run(command, *arguments):
    return CliRunner().invoke(command, arguments)


@pytest.fixture
def decision(db):
    user = accounts.add_sign_in(email="c@utopia.example", password="a long password", by=OPERATOR, at=NOW)
    verification = start(accounts.open_account(user, by=VISITOR, at=NOW))
    give_all(verification, passing(selfie=STRANGER))
    send(verification, NOW)
    return decisions.settle(verification.pk, 1, by=machine("test"), at=NOW)


def test_a_replay_says_what_was_decided_and_would_be(decision):
    answer = run(replay_command.command, decision.pk)
    assert answer.exit_code == 0, answer.output
    assert answer.output.count("selfie.match.mismatch") == 2
    assert "holds" in answer.output
    assert "the same" in answer.output


def test_a_receipt_that_was_changed_ends_with_1(decision):
    Decision.objects.filter(pk=decision.pk).update(receipt={**decision.receipt, "outcome": "approve"})
    answer = run(replay_command.command, decision.pk)
    assert answer.exit_code == 1
    assert "DOES NOT HOLD" in answer.output


def test_a_decision_that_is_not_there_or_not_a_machines_ends_with_2(decision):
    assert run(replay_command.command, "dec_nothing").exit_code == 2
    Decision.objects.filter(pk=decision.pk).update(automated=False)
    answer = run(replay_command.command, decision.pk)
    assert answer.exit_code == 2
    assert "decided by a person" in answer.output


@pytest.mark.django_db(transaction=True)
def test_the_audit_log_is_sealed_and_verified():
    user = accounts.add_sign_in(email="c@utopia.example", password="a long password", by=OPERATOR, at=NOW)
    accounts.open_account(user, by=VISITOR, at=NOW)
    assert "sealed 3 entries" in run(audit_command.command, "seal").output
    assert "nothing new" in run(audit_command.command, "seal").output
    answer = run(audit_command.command, "verify")
    assert answer.exit_code == 0
    assert "Every seal holds" in answer.output


@pytest.mark.django_db(transaction=True)
def test_a_broken_seal_ends_with_1(monkeypatch):
    accounts.add_sign_in(email="c@utopia.example", password="a long password", by=OPERATOR, at=NOW)
    run(audit_command.command, "seal")
    monkeypatch.setattr(audit.rules, "leaf", lambda entry: bytes(32))
    answer = run(audit_command.command, "verify")
    assert answer.exit_code == 1
    assert "an entry was changed" in answer.output


def test_specimens_are_written_the_same_each_time(tmp_path):
    for name in ("one", "two"):
        answer = run(specimens_command.command, str(tmp_path / name), "--person", "3")
        assert answer.exit_code == 0
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "passport.jpg" in files
    assert len(files) == 6
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.django_db
def test_a_seeded_demo_is_not_seeded_again(monkeypatch):
    monkeypatch.setattr(demo, "is_seeded", lambda: True)
    answer = run(seed_command.command)
    assert answer.exit_code == 0
    assert "there already" in answer.output
