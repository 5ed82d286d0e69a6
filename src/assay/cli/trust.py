"""`assay trust`: whose signatures on the chips of documents count here. Files in, files out; nothing is fetched."""

from pathlib import Path

import click
from rich import box
from rich.markup import escape
from rich.table import Table

from assay.checks import trust
from assay.checks.trust import ChipDataError, Taken
from assay.cli import clock, screen
from assay.cli.chip import trusted
from assay.policy import countries


@click.group("trust")
def command() -> None:
    """The trust list: certificates of the countries' authorities (CSCA) that sign the chips of documents.

    It lies in ASSAY_HOME/trust. Get a master list from an authority you trust (docs/chips.md), compare its digest with what they
    publish, and import it.
    """


@command.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def import_files(paths: tuple[Path, ...]) -> None:
    """Add what is in FILE: a master list (.ml), an export of the ICAO PKD (.ldif), a CSCA certificate, a revocation list (CRL).

    Told by content, never by name. A master list's own signature has to hold; who signed it is printed, for you to compare.

    \b
    Exit codes: 0 everything was taken, 2 a file cannot be used; those before it are in.
    """  # noqa: D301  click's \b keeps the lines
    for path in paths:
        try:
            taken = trust.take(trusted(), _bytes(path), path.name, at=clock.now())
        except ChipDataError as error:
            raise screen.Stop(f"{path}: {error}.") from error
        except OSError as error:
            raise screen.Stop(f"{path}: {error.strerror}.") from error
        _show_taken(path, taken)
    screen.out.print(f"Trust list: sha256 {trusted().digest()}", soft_wrap=True)


def _bytes(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise screen.Stop(f"{path}: This is not a file.")
    with path.open("rb") as file:
        return file.read(trust.LARGEST_FILE + 1)


def _show_taken(path: Path, taken: Taken) -> None:
    screen.out.print(f"{escape(path.name)}: {taken.kind}, {taken.new} new, {taken.old} there already")
    screen.out.print(f"  sha256 {taken.sha256}", soft_wrap=True)
    for signer in taken.signers:
        screen.out.print(f"  signed by {escape(signer)}", soft_wrap=True)
    for why in dict.fromkeys(taken.left_out):
        count = taken.left_out.count(why)
        screen.complain(f"  left out{f' ({count} times)' if count > 1 else ''}: {why}")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def list_trusted(*, as_json: bool) -> None:
    """Show the countries on the list, what was imported, and files that were changed since."""
    held = trusted()
    try:
        sources = held.sources()
    except ChipDataError as error:
        raise screen.Stop(f"{error}.", screen.Exit.BROKEN) from error
    rows, damaged = trust.by_country(held), held.damaged()
    if as_json:
        screen.print_json(
            {
                "sha256": held.digest(),
                "countries": [vars(row) for row in rows],
                "sources": [vars(source) for source in sources],
                "damaged": list(damaged),
            }
        )
        return
    now = clock.now()
    table = Table(
        "country", "certificates", "of them links", "first ends", "last ends", "CRLs", box=box.SIMPLE
    )
    for row in rows:
        due = row.revocations_due_at
        late = " [yellow](a newer one is due)[/]" if due and due < now else ""
        ended = "red" if row.last_ends_at < now else "default"
        table.add_row(
            f"{row.code} {escape(countries.name_of(row.code))}",
            str(row.certificates),
            str(row.links),
            f"{row.first_ends_at:%Y-%m-%d}",
            f"[{ended}]{row.last_ends_at:%Y-%m-%d}[/]",
            f"{row.revocations}{late}",
        )
    screen.out.print(table if rows else "Nothing is on the trust list. `assay trust import FILE` adds to it.")
    for source in sources:
        screen.out.print(
            f"{source.sha256[:12]}  {source.imported_at[:10]}  {source.kind}, {len(source.brought)}: {escape(source.name)}"
        )
    for name in damaged:
        screen.complain(f"{name} was changed since it was imported, and is not used")
    if rows:
        screen.out.print(f"Trust list: sha256 {held.digest()}", soft_wrap=True)


@command.command("remove")
@click.argument("digest")
def remove(digest: str) -> None:
    """Remove an import, or one certificate or revocation list, by the first characters (8 at least) of its DIGEST.

    What another import brought as well stays.
    """
    if len(digest) < 8:
        raise screen.Stop("Give at least 8 characters of the digest (assay trust list --json).")
    try:
        gone = trusted().remove(digest.lower())
    except LookupError as error:
        raise screen.Stop(
            f"Nothing on the trust list, or more than one thing, begins with {digest}."
        ) from error
    except ChipDataError as error:
        raise screen.Stop(f"{error}.", screen.Exit.BROKEN) from error
    screen.out.print(f"{len(gone)} file{'s' * (len(gone) != 1)} removed.")
