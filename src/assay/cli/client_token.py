"""`assay client-token ACCOUNT_ID --origin …`: what a page of the host gives to <assay-verify>."""

import click

from assay.accounts.models import Account
from assay.cli import clock
from assay.core.actor import OPERATOR
from assay.core.refusal import Refusal
from assay.handoffs import actions as handoffs
from assay.policy.load import current
from assay.verifications import actions as verifications


@click.command("client-token")
@click.argument("account_id", metavar="ACCOUNT_ID")
@click.option(
    "--origin", required=True, help="The origin of the page that shows the frame: https://shop.example"
)
def command(account_id: str, origin: str) -> None:
    """Print a client token: one use, ten minutes, for one account and pages of one origin.

    Goes on with the account's open verification, or opens one for the next level.

    \b
    Exit codes: 0 printed, 1 the rule book says no, 2 no such account.
    """  # noqa: D301  click's \b keeps the line breaks
    account = Account.objects.select_related("user").filter(pk=account_id).first()
    if account is None:
        raise click.UsageError(f"there is no account {account_id}")
    level = current().tier(min(account.tier + 1, max(level.tier for level in current().levels)))
    at = clock.now()
    try:
        verification = verifications.open_verification(account, level_id=level.id, by=account.actor(), at=at)
        _, token = handoffs.offer_embedded(verification, origin=origin, by=OPERATOR, at=at)
    except Refusal as refusal:
        reason = current().reasons[refusal.reason]
        raise click.ClickException(f"{reason.customer} {reason.fix}".strip()) from refusal
    click.echo(token)
