"""`assay check`: a document, and what else is given, through the same engines and checks as on the server."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from rich import box
from rich.markup import escape
from rich.table import Table

from assay.checks import examine, overlay, pipeline, weights
from assay.checks.documents.authentic import is_of_utopia
from assay.checks.documents.comparison import comparison
from assay.checks.documents.field_rules import Agreement
from assay.checks.documents.holder import holder, kind_of
from assay.checks.readings import Case, Claim, DocumentReading, Traces
from assay.checks.result import CheckResult, Outcome, Piece, Verdict, combine
from assay.checks.weights import ModelMissing
from assay.cli import chip as chips
from assay.cli import clock, files, screen
from assay.cli.read import plain
from assay.evidence.decoding import decoder
from assay.evidence.decoding.decoder import Picture, Pixels
from assay.policy import countries, load
from assay.policy.schema import Book, CheckName

_KINDS = tuple(document.id for document in load.current().documents)
_TIER = 1
_ANNOTATED_SIDE = 2000
_COLOURS = {Outcome.PASS: "green", Outcome.ASK_AGAIN: "yellow", Outcome.REFER: "red"}
_FIELD_COLOURS = {Agreement.SIMILAR: "yellow", Agreement.DIFFER: "red", Agreement.ONE_SOURCE: "dim"}
_WORDS = {Outcome.PASS: "passed", Outcome.ASK_AGAIN: "ask again", Outcome.REFER: "refer"}
_VERDICTS = {
    Outcome.PASS: ("approved", "Approved", screen.Exit.OK),
    Outcome.ASK_AGAIN: ("ask_again", "Ask the customer again", screen.Exit.ASK_AGAIN),
    Outcome.REFER: ("refer", "Refer to a person", screen.Exit.REFER),
}


@dataclass(frozen=True)
class Given:
    """The files of the command line, decoded. Pixels are upright by EXIF."""

    front: Picture
    back: Picture | None
    selfie: Pixels | None
    clip: tuple[tuple[float, Pixels], ...] | None


@dataclass(frozen=True)
class Answer:
    """`left_out` are the level's checks that had nothing to judge."""

    case: Case
    results: tuple[CheckResult, ...]
    left_out: tuple[CheckName, ...]
    verdict: Verdict
    seconds: float


@click.command("check")
@click.option(
    "--document",
    required=True,
    type=click.Path(path_type=Path),
    help="Front of the document (picture or PDF).",
)
@click.option("--back", type=click.Path(path_type=Path), help="Back of the document.")
@click.option(
    "--selfie", type=click.Path(path_type=Path), help="Photo of the person, compared with the portrait."
)
@click.option("--clip", type=click.Path(path_type=Path), help="Recording of the face (WebM or MP4).")
@click.option(
    "--chip",
    type=click.Path(path_type=Path),
    help="Folder with the files of the document's chip (EF.SOD, DG1, DG2 …).",
)
@click.option("--kind", type=click.Choice(_KINDS), help="The kind of document it should be.")
@click.option(
    "--country", metavar="XX", help="The country that should have issued it (ISO 3166, two letters)."
)
@click.option(
    "--annotated", type=click.Path(path_type=Path), help="Write the picture with what was seen, as JPEG."
)
@click.option(
    "--allow-specimens",
    is_flag=True,
    envvar="ASSAY_DEMO",
    help="Let published samples of real states pass, as a demo (ASSAY_DEMO) does. Utopia's always do here.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, without face templates.")
def command(  # noqa: PLR0913  one for each option
    document: Path,
    back: Path | None,
    selfie: Path | None,
    clip: Path | None,
    chip: Path | None,
    kind: str | None,
    country: str | None,
    annotated: Path | None,
    *,
    allow_specimens: bool,
    as_json: bool,
) -> None:
    """Check a document, and the person who shows it, by the rules of the level Verified.

    Checks that have nothing to judge (no selfie, no typed details, no other accounts) are left out and named.

    \b
    Exit codes:
      0  approved: every check that was run passed
      3  ask again: the customer can mend it with a better picture
      4  refer: a person has to look
      2  the command line or a file cannot be used
      1  something broke
    """  # noqa: D301  click's \b keeps the lines
    screen.log_aside()
    book = load.current()
    if country and country.upper() not in countries.codes():
        raise click.BadParameter(f"{country} is not a country code.", param_hint="--country")
    started = time.perf_counter()
    given = _open(document, back, selfie, clip, book)
    try:
        with screen.working("Looking at the pictures"):
            case = _examine(given, specimens_allowed=allow_specimens)
            if chip:
                case = case.model_copy(update={"chip": chips.read(chip, book)})
    except ModelMissing as missing:
        raise screen.Stop(f"{missing}.", screen.Exit.BROKEN) from missing
    answer = _judge(case, kind, country, book, started)
    if annotated:
        _write_annotated(annotated, given, answer)
    if as_json:
        screen.print_json(_as_json(answer, book))
    else:
        _show(answer, book)
    raise SystemExit(_VERDICTS[answer.verdict.outcome][2])


def _open(document: Path, back: Path | None, selfie: Path | None, clip: Path | None, book: Book) -> Given:
    return Given(
        front=files.open_picture(document, book),
        back=files.open_picture(back, book) if back else None,
        selfie=files.open_picture(selfie, book).pixels if selfie else None,
        clip=files.open_clip(clip, book).frames if clip else None,
    )


def _examine(given: Given, *, specimens_allowed: bool) -> Case:
    case = Case(
        claim=None,
        specimens_allowed=specimens_allowed,
        front=_examine_side(given.front),
        back=None if given.back is None else _examine_side(given.back),
        selfie=None if given.selfie is None else examine.examine_selfie(given.selfie),
        clip=None if given.clip is None else examine.examine_clip(given.clip),
        on=clock.now().date(),
    )
    # The documents this project draws may be tried without a word: nobody's level depends on the command line.
    return case.model_copy(update={"specimens_allowed": True}) if is_of_utopia(case) else case


def _examine_side(side: Picture) -> DocumentReading:
    return examine.examine_document(side.pixels, Traces.model_validate(asdict(side.traces)))


def _judge(case: Case, kind: str | None, country: str | None, book: Book, started: float) -> Answer:
    level = book.tier(_TIER)
    results = pipeline.assess(case, book, level.id, partial=True)
    if kind or country:
        chosen = case.model_copy(update={"claim": _choice(case, kind, country)})
        results += tuple(
            result
            for result in pipeline.assess(chosen, book, level.id, partial=True)
            if result.check is CheckName.DOCUMENT_KIND
        )
    done = {result.check: result for result in results}
    results = tuple(done[check] for check in level.checks if check in done)
    left_out = tuple(check for check in level.checks if check not in done)
    return Answer(case, results, left_out, combine(results), time.perf_counter() - started)


def _choice(case: Case, kind: str | None, country: str | None) -> Claim:
    """Return a claim that holds the choice of document alone; what was not chosen is as the document says.

    Only the check of the kind is run on it: its other fields are empty.
    """
    return Claim(
        given_names="",
        surname="",
        born_on=case.on,
        residence="",
        nationality="",
        document_kind=kind or kind_of(case) or "",
        issuing_country=country.upper() if country else countries.alpha2_of(holder(case).issuer) or "",
    )


def _write_annotated(target: Path, given: Given, answer: Answer) -> None:
    """Write the document's front with its marks to the file, the other pictures beside it."""
    pieces = {
        Piece.FRONT: (given.front.pixels, answer.case.front.turned),
        Piece.BACK: (
            given.back.pixels if given.back else None,
            answer.case.back.turned if answer.case.back else 0,
        ),
        Piece.SELFIE: (given.selfie, answer.case.selfie.turned if answer.case.selfie else 0),
    }
    for piece, (pixels, turned) in pieces.items():
        if pixels is not None:
            upright = np.ascontiguousarray(np.rot90(pixels, -(turned // 90)))
            marks = [mark for result in answer.results for mark in result.marks if mark.piece is piece]
            name = target if piece is Piece.FRONT else target.with_stem(f"{target.stem}-{piece}")
            try:
                name.write_bytes(decoder.display_copy(overlay.draw(upright, marks), _ANNOTATED_SIDE))
            except OSError as error:
                raise screen.Stop(f"{name}: {error.strerror}.") from error


def _as_json(answer: Answer, book: Book) -> dict[str, Any]:
    return {
        "outcome": _VERDICTS[answer.verdict.outcome][0],
        "reasons": [_reason(code, book) for code in answer.verdict.reasons],
        "checks": [result.model_dump(mode="json") for result in answer.results],
        "fields": [one.model_dump(mode="json") for one in comparison(answer.case, book)],
        "left_out": list(answer.left_out),
        "readings": plain(answer.case),
        "policy_digest": book.digest,
        "models": weights.versions(),
        "seconds": round(answer.seconds, 3),
    }


def _reason(code: str, book: Book) -> dict[str, str]:
    reason = book.reasons[code]
    return {"code": code, "staff": reason.staff, "customer": reason.customer, "fix": reason.fix}


def _show(answer: Answer, book: Book) -> None:
    table = Table(box=box.SIMPLE)
    for heading in ("check", "outcome", "score", "threshold"):
        table.add_column(
            heading, no_wrap=True, justify="right" if heading in {"score", "threshold"} else "left"
        )
    table.add_column("why")
    for result in answer.results:
        outcome = f"[{_COLOURS[result.outcome]}]{_WORDS[result.outcome]}[/]"
        name = result.check.replace("_", " ")
        table.add_row(name, outcome, _number(result.score), _number(result.threshold), _why(result, book))
    screen.out.print(table)
    _show_fields(answer.case, book)
    if answer.left_out:
        names = ", ".join(check.replace("_", " ") for check in answer.left_out)
        screen.out.print(f"[dim]Left out, because there was nothing to judge: {names}.[/]")
    _, words, _ = _VERDICTS[answer.verdict.outcome]
    screen.out.print(f"[bold {_COLOURS[answer.verdict.outcome]}]{words}[/] ({answer.seconds:.1f} s)")
    for fix in dict.fromkeys(book.reasons[code].fix for code in answer.verdict.reasons):
        if fix:
            screen.out.print(f"  {escape(fix)}")


def _why(result: CheckResult, book: Book) -> str:
    """Return the reasons for the outcome, and below them what was seen: whoever doubts a reason needs what it rests on."""
    reasons = [f"[bold]{escape(book.reasons[code].staff)}[/]" for code in result.reasons]
    seen = [escape(f"{name}: {value}") for name, value in result.seen.items()]
    return "\n".join((*reasons, *seen))


def _show_fields(case: Case, book: Book) -> None:
    """Print what each source says of each field, and whether they agree."""
    fields = comparison(case, book)
    if not fields:
        return
    table = Table(box=box.SIMPLE)
    for heading in ("field", "value", "sources"):
        table.add_column(heading, no_wrap=heading == "field")
    for one in fields:
        colour = _FIELD_COLOURS.get(one.agreement, "default")
        first = next(iter(one.values.values()))
        table.add_row(one.field.replace("_", " "), escape(first), f"[{colour}]{escape(one.why)}[/]")
    screen.out.print(table)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
