"""The reviewer's page of a recorded statement: the words with their marks and times, the checks, a few stills."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from assay.checks.result import CheckResult, Outcome, Verdict
from assay.checks.statements.statement_words import MarkedWord, WordState
from assay.cli.benching import web_page
from assay.evidence.decoding import decoder
from assay.evidence.decoding.decoder import Clip
from assay.policy.schema import Book

_STILLS, _STILL_SIDE = 6, 320
_MOODS = {Outcome.PASS: "good", Outcome.ASK_AGAIN: "warn", Outcome.REFER: "bad"}
_WORDS = {Outcome.PASS: "passed", Outcome.ASK_AGAIN: "ask again", Outcome.REFER: "refer"}
# Not by colour alone: what is missing is struck through, what was said besides stands in brackets.
_STYLE = """<style>
.words{font-size:1.25rem;line-height:2.1;max-width:46rem}
.words span{padding:.1rem .2rem;border-radius:.25rem}
.words .right{border-bottom:2px solid #2e8b57}
.words .missing{text-decoration:line-through;border-bottom:2px dashed #c0392b}
.words .other{font-style:italic;border-bottom:2px dotted #b8860b}
.words small{font-size:.65rem;opacity:.7;margin-left:.15rem}
.stills{display:flex;flex-wrap:wrap;gap:.75rem}
.stills figure{margin:0;width:min(100%,15rem)}
.stills img{width:100%;height:auto;border-radius:.375rem;display:block}
</style>"""


def stills_of(clip: Clip) -> list[tuple[float, bytes]]:
    """Return a few frames over the whole recording, as (seconds, JPEG)."""
    count = min(_STILLS, len(clip.frames))
    places = [round(at * (len(clip.frames) - 1) / max(1, count - 1)) for at in range(count)]
    chosen = [clip.frames[place] for place in places]
    return [(at, decoder.display_copy(pixels, _STILL_SIDE)) for at, pixels in chosen]


def page(
    verdict_words: str,
    verdict: Verdict,
    results: Sequence[CheckResult],
    words: Sequence[MarkedWord],
    stills: Sequence[tuple[float, bytes]],
    book: Book,
) -> str:
    """Return the whole page; it holds its pictures and fetches nothing."""
    why = "; ".join(book.reasons[code].staff for code in verdict.reasons) or "Every check passed."
    sections = [
        _STYLE
        + f'<div class="tiles">{web_page.tile("Verdict", verdict_words, why, _MOODS[verdict.outcome])}</div>',
        web_page.section(
            "Words",
            f'<p class="words">{" ".join(_word(word) for word in words)}</p>',
            "Underlined: heard. Struck through: not heard. In brackets: heard besides. Small: the second. "
            "Dictation misspells names and digits; the scores below decide.",
        ),
        web_page.section("Checks", web_page.table(("Check", "Outcome", "Measured"), map(_row, results))),
        web_page.section("Stills", f'<div class="stills">{"".join(_still(*one) for one in stills)}</div>'),
    ]
    return web_page.page(
        sections, kind="recorded", subject="statement", title="Spoken statement", about=book.statement.phrase
    )


def _word(word: MarkedWord) -> str:
    text = f"[{word.text}]" if word.state is WordState.OTHER else word.text
    second = "" if word.from_second is None else f"<small>{word.from_second:.1f}</small>"
    return f'<span class="{word.state}">{escape(text)}{second}</span>'


def _row(result: CheckResult) -> tuple[str, str, str]:
    lines = [f"<b>{escape(name)}</b>: {escape(said)}" for name, said in result.seen.items()]
    lines += [f"<b>{escape(one.name)}</b>: {escape(one.said)}" for one in result.signals]
    name = escape(result.check.replace("_", " "))
    return name, escape(_WORDS[result.outcome]), "<br>".join(lines)


def _still(at: float, picture: bytes) -> str:
    source = f"data:image/jpeg;base64,{b64encode(picture).decode()}"
    return f'<figure><img src="{source}" alt="The recording at {at:.1f} seconds"><figcaption>{at:.1f} s</figcaption></figure>'
