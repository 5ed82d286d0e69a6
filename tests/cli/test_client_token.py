"""`assay client-token` prints a token that counts, or says why it does not."""

import pytest
from click.testing import CliRunner

from assay.accounts import actions as accounts
from assay.cli.client_token import command
from assay.core.actor import OPERATOR, VISITOR
from assay.handoffs import actions as handoffs
from assay.web import clock
from made_verifications import start

pytestmark = pytest.mark.django_db


def test_a_token_is_for_the_open_verification_and_the_origin():
    at = clock.now()
    user = accounts.add_sign_in(email="a@utopia.example", password="a long password", by=OPERATOR, at=at)
    verification = start(accounts.open_account(user, by=VISITOR, at=at), at=at)
    printed = CliRunner().invoke(command, [verification.account_id, "--origin", "https://shop.example"])
    assert printed.exit_code == 0
    found = handoffs.find(printed.output.strip())
    assert (found.verification_id, found.origin) == (verification.pk, "https://shop.example")
    wrong = CliRunner().invoke(command, [verification.account_id, "--origin", "http://shop.example"])
    assert wrong.exit_code == 1
    assert "no origin of a page" in wrong.output


def test_without_an_account_there_is_no_token():
    assert CliRunner().invoke(command, ["acc_x", "--origin", "https://shop.example"]).exit_code == 2
