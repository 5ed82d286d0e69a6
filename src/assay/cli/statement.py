"""`assay statement`: a recorded statement through the same engines and checks as on the server."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from babel.dates import format_date
from rich import box
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from assay.checks import examine, pipeline, weights
from assay.checks.readings import NOTHING_READ, Case
from assay.checks.readings.statement import Expected, SpokenStatement
from assay.checks.result import CheckResult, Outcome, Verdict, combine
from assay.checks.statements.statement import is_heard
from assay.checks.statements.statement_words import MarkedWord, WordState, sentence_of, statement_words
from assay.checks.weights import ModelMissing
from assay.cli import clock, files, screen, statement_page
from assay.cli.read import plain
from assay.evidence.decoding.decoder import Clip
from assay.policy import load
from assay.policy.schema import Book

_VERDICTS = {
    Outcome.PASS: ("passed", "Passed", "green", screen.Exit.OK),
    Outcome.ASK_AGAIN: ("ask_again", "Ask the customer again", "yellow", screen.Exit.ASK_AGAIN),
    Outcome.REFER: ("refer", "Refer to a person", "red", screen.Exit.REFER),
}
_STYLES = {WordState.RIGHT: "green", WordState.MISSING: "bold red", WordState.OTHER: "yellow italic"}
# Without colours, too.
_LEGEND = (
    "[like this?]: not heard; (like this): heard besides. Dictation misspells; the checks do not use it."
)
_MARKS = {WordState.RIGHT: "{}", WordState.MISSING: "[{}?]", WordState.OTHER: "({})"}


@dataclass(frozen=True)
class Answer:
    """`words` are the statement's words as heard, each marked."""

    case: Case
    sentence: str
    results: tuple[CheckResult, ...]
    verdict: Verdict
    words: tuple[MarkedWord, ...]


@click.command("statement")
@click.argument("clip", type=click.Path(path_type=Path))
@click.option(
    "--date", "said_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The date to be said."
)
@click.option("--email", required=True, help="The e-mail address to be said.")
@click.option("--code", required=True, help="The code to be said.")
@click.option(
    "--portrait", type=click.Path(path_type=Path), help="Photo of the person, compared with the face."
)
@click.option("--brand", default="", help="The brand's name, where the policy's phrase has one.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, without face templates.")
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    help="Write a page for the reviewer, with stills, to this file.",
)
def command(
    clip: Path,
    said_on: datetime,
    email: str,
    code: str,
    portrait: Path | None,
    brand: str,
    html: Path | None,
    *,
    as_json: bool,
) -> None:
    """Check a recording in which a person says the date, the sentence of the policy, an e-mail address and a code.

    \b
    Exit codes:
      0  passed
      3  ask again: the customer can mend it with another recording
      4  refer: a person has to look
      2  the command line or a file cannot be used
      1  something broke
    """  # noqa: D301  click's \b keeps the lines
    screen.log_aside()
    book = load.current()
    if not code.isascii() or not code.isdigit() or len(code) != book.statement.code_digits:
        raise click.BadParameter(f"The code has {book.statement.code_digits} digits.", param_hint="--code")
    phrase = book.statement.phrase.replace("{brand}", brand)
    expected = Expected(phrase=phrase, on=said_on.date(), email=email, code=code)
    recorded = files.open_clip(clip, book)
    try:
        with screen.working("Listening"):
            case = _examine(clip, recorded, expected, portrait, book)
    except ModelMissing as missing:
        raise screen.Stop(f"{missing}.", screen.Exit.BROKEN) from missing
    answer = _judge(case, book)
    if html:
        _write_page(html, answer, recorded, book)
    if as_json:
        screen.print_json(_as_json(answer, book))
    else:
        _show(answer, book)
    raise SystemExit(_VERDICTS[answer.verdict.outcome][3])


def _examine(path: Path, clip: Clip, expected: Expected, portrait: Path | None, book: Book) -> Case:
    sound, on = files.open_sound(path, book), clock.now().date()
    reading = examine.examine_statement(
        clip.frames,
        sound.samples if sound else None,
        sound.starts_at if sound else 0.0,
        expected,
        lambda first: is_heard(first, book, on),
    )
    selfie = examine.examine_selfie(files.open_picture(portrait, book).pixels) if portrait else None
    return Case(
        claim=None,
        front=NOTHING_READ,
        selfie=selfie,
        statement=SpokenStatement(reading=reading, expected=expected),
        on=on,
    )


def _judge(case: Case, book: Book) -> Answer:
    assert case.statement is not None
    statement = case.statement
    printed = format_date(statement.expected.on, book.statement.date_format, locale="en")
    sentence = sentence_of(statement.expected, printed)
    results = pipeline.assess_statement(case, book)
    words = statement_words(statement.reading.words, sentence)
    return Answer(case, sentence, results, combine(results), words)


def _write_page(target: Path, answer: Answer, clip: Clip, book: Book) -> None:
    _, verdict, _, _ = _VERDICTS[answer.verdict.outcome]
    page = statement_page.page(
        verdict, answer.verdict, answer.results, answer.words, statement_page.stills_of(clip), book
    )
    files.write_text(target, page)


def _as_json(answer: Answer, book: Book) -> dict[str, Any]:
    assert answer.case.statement is not None
    return {
        "outcome": _VERDICTS[answer.verdict.outcome][0],
        "reasons": [
            {"code": code, "staff": book.reasons[code].staff, "fix": book.reasons[code].fix}
            for code in answer.verdict.reasons
        ],
        "sentence": answer.sentence,
        "words": [
            {"text": word.text, "state": word.state, "from": word.from_second, "to": word.to_second}
            for word in answer.words
        ],
        "checks": [result.model_dump(mode="json") for result in answer.results],
        "reading": plain(answer.case.statement.reading),
        "policy_digest": book.digest,
        "models": weights.versions(),
    }


def _show(answer: Answer, book: Book) -> None:
    table = Table(box=box.SIMPLE)
    for heading in ("check", "outcome", "what was measured"):
        table.add_column(heading, no_wrap=heading != "what was measured")
    for result in answer.results:
        _, word, colour, _ = _VERDICTS[result.outcome]
        seen = [f"{name}: {said}" for name, said in result.seen.items()]
        why = [book.reasons[code].staff for code in result.reasons]
        signals = [f"{signal.name}: {signal.said}" for signal in result.signals]
        table.add_row(
            result.check.replace("_", " "), f"[{colour}]{word}[/]", escape("\n".join([*why, *seen, *signals]))
        )
    screen.out.print(table)
    line = Text()
    for marked in answer.words:
        line.append(_MARKS[marked.state].format(marked.text), style=_STYLES[marked.state])
        line.append(" ")
    screen.out.print(line)
    screen.out.print(Text(_LEGEND, style="dim"))
    _, words, colour, _ = _VERDICTS[answer.verdict.outcome]
    screen.out.print(f"[bold {colour}]{words}[/]")
    for fix in dict.fromkeys(book.reasons[code].fix for code in answer.verdict.reasons):
        if fix:
            screen.out.print(f"  {escape(fix)}")
