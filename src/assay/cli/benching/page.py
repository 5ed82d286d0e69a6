"""The result of a bench as one page of its own: no scripts, nothing fetched, readable on a phone, in light and dark."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from pathlib import Path
from string import Template

from assay.cli.benching import alignment, pictures, summary
from assay.cli.benching.figures import Share
from assay.cli.benching.scores import Score
from assay.cli.benching.side_by_side import Row

_HERE = Path(__file__).parent
# More pictures than this make a page too large to send.
_MOST_PICTURES = 80


def page(scores: Sequence[Score], rows: Sequence[Row], *, title: str, on: date) -> str:
    """Return the HTML."""
    failed = summary.failures(scores)
    sections = [
        _tiles(scores),
        _section("Accuracy", _accuracy(scores), "Shares with their 95 % interval (Wilson)."),
        _section("Beside other readers", _peers(rows), _PEERS_NOTE) if len(rows) > 1 else "",
        _section("Time", _times(scores), _TIME_NOTE),
        _section(_failed_title(failed, scores), _cards(failed), _CARDS_NOTE if failed else ""),
    ]
    template = Template((_HERE / "page.html").read_text(encoding="utf-8"))
    return template.substitute(
        style=(_HERE / "page.css").read_text(encoding="utf-8"),
        title=escape(title),
        on=f"{on:%d %B %Y}",
        count=len(scores),
        body="\n".join(sections),
    )


_PEERS_NOTE = (
    "Same images, same run, one core each. “Right” counts images with all eight fields right; “wrong” counts readings the "
    "reader itself called valid although a field differs. TD1-3*: cards and passports with "
    "valid check digits. Times are processor milliseconds from file to zone, medians."
)
_TIME_NOTE = (
    "Milliseconds for an image on one core, models loaded: the median, and in brackets the 90th percentile."
)
_CARDS_NOTE = (
    "Green: the outline found. Orange: the lines of the zone. Marked characters differ from what is printed."
)


def _failed_title(failed: Sequence[Score], scores: Sequence[Score]) -> str:
    return f"{len(failed)} of {len(scores)} images with a fault" if failed else "No image with a fault"


def _section(title: str, body: str, note: str = "") -> str:
    told = f'<p class="note">{escape(note)}</p>' if note else ""
    return f"<section><h2>{escape(title)}</h2>{told}{body}</section>"


def _tiles(scores: Sequence[Score]) -> str:
    whole, numbers = summary.part("all", scores), summary.headline(scores)
    by_stage = {one.stage: one for one in summary.times(scores)}
    first = by_stage.get("= zone, first reader")
    tiles = [
        _tile("All fields right", f"{whole.fields_right.value:.1%}", _of(whole.fields_right), ""),
        _tile("Exact, every character", f"{whole.exact.value:.1%}", _of(whole.exact), ""),
        _tile(
            "Accepted, but wrong", str(whole.wrong_accepted), f"of {whole.accepted.count} accepted",
            "bad" if whole.wrong_accepted else "good",
        ),
        _tile("Zone, verified", f"{numbers['cpu_ms_median']:.0f} ms", f"first reader {first.cpu:.0f} ms" if first else "", ""),
        _tile("Memory, peak", f"{numbers['peak_mb']:.0f} MB", "one process, all models", ""),
    ]  # fmt: skip
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _tile(name: str, value: str, detail: str, mood: str) -> str:
    return (
        f'<div class="tile {mood}"><span class="name">{escape(name)}</span><strong>{escape(value)}</strong>'
        f'<span class="detail">{escape(detail)}</span></div>'
    )


def _of(one: Share) -> str:
    low, high = one.interval
    return f"{one.count} of {one.of}, {low:.1%} to {high:.1%}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], look: str = "") -> str:
    """Return a table; cells are HTML already. On a phone each row becomes a block with the headings as labels."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in headings)
    body = ""
    for first, *rest in rows:
        cells = "".join(
            f'<td data-label="{escape(name)}">{cell}</td>'
            for name, cell in zip(headings[1:], rest, strict=True)
        )
        body += f'<tr><th scope="row">{first}</th>{cells}</tr>'
    return f'<table class="{look}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _bar(one: Share) -> str:
    """Return a share as number and bar, with the interval as a line across the bar's end."""
    if not one.of:
        return '<span class="none">none</span>'
    low, high = (100 * end for end in one.interval)
    return (
        f'<span class="number">{one.count}/{one.of} <b>{one.value:.1%}</b></span>'
        f'<span class="bar" aria-hidden="true"><i style="width:{100 * one.value:.2f}%"></i>'
        f'<u style="left:{low:.2f}%;width:{high - low:.2f}%"></u></span>'
        f'<span class="interval">{low:.1f} to {high:.1f} %</span>'
    )


def _accuracy(scores: Sequence[Score]) -> str:
    rows = [
        (
            escape(one.name),
            _bar(one.fields_right),
            _bar(one.exact),
            f"{one.accepted.count}/{one.accepted.of}",
            _count(one.wrong_accepted),
        )
        for one in summary.parts(scores)
    ]
    table = _table(("images", "all fields right", "exact lines", "accepted", "accepted wrong"), rows)
    found = [(escape(name), _bar(one)) for name, one in summary.found_shares(scores)]
    if (overlap := summary.mean_overlap(scores)) is not None:
        found.append(("mean overlap of outlines", f'<span class="number"><b>{overlap:.3f}</b></span>'))
    return table + (_table(("also", "share"), found, "compact") if found else "")


def _count(wrong: int) -> str:
    return f'<span class="{"bad" if wrong else "good"}">{wrong}</span>'


def _times(scores: Sequence[Score]) -> str:
    times = summary.times(scores)
    longest = max((one.cpu for one in times if not one.stage.startswith("=")), default=1.0) or 1.0
    rows = []
    for one in times:
        total = one.stage.startswith("= ")
        width = 0 if total else min(100.0, 100 * one.cpu / longest)
        bar = (
            "" if total else f'<span class="bar" aria-hidden="true"><i style="width:{width:.1f}%"></i></span>'
        )
        name = f"<b>{escape(one.stage[2:])}</b>" if total else escape(one.stage)
        rows.append(
            (
                name,
                f'<span class="number"><b>{one.cpu:.0f}</b> ({one.cpu_p90:.0f})</span>{bar}',
                f"{one.wall:.0f}",
            )
        )
    return _table(("stage", "processor", "wall"), rows, "compact")


def _peers(rows: Sequence[Row]) -> str:
    listed = []
    for row in rows:
        name = f"{escape(row.name)} <small>{escape(row.version)}</small><small class='licence'>{escape(row.licence)}</small>"
        if row.problem:
            listed.append((name, f'<span class="none">did not run: {escape(row.problem)}</span>', *[""] * 5))
            continue
        listed.append(
            (
                name,
                f"{_bar(row.all)}",
                f"{_bar(row.fair)}",
                _count(row.wrong_accepted),
                f"{row.ratio_right:.2f}",
                f'<span class="pair">{row.cpu_ms:.0f} <small>×\u2009{row.ratio_time:.1f}</small></span>',
                f"{row.peak_mb:.0f}",
            )
        )
    headings = ("reader", "right, all", "right, TD1-3*", "wrong", "right, of ours", "ms", "MB")
    return _table(headings, listed)


def _cards(failed: Sequence[Score]) -> str:
    cards = [_card(one, with_picture=place < _MOST_PICTURES) for place, one in enumerate(failed)]
    return f'<div class="cards">{"".join(cards)}</div>' if cards else ""


def _card(one: Score, *, with_picture: bool) -> str:
    address = pictures.as_data_url(one) if with_picture else None
    picture = f'<img src="{address}" alt="{escape(one.item.name)}">' if address else ""
    faults = "".join(
        f'<li class="{"bad" if one.wrong_accepted and not place else ""}">{escape(fault)}</li>'
        for place, fault in enumerate(one.faults)
    )
    lines = "" if one.exact else _lines(one)
    return (
        f'<article><div class="picture">{picture}</div><h3>{escape(one.item.name)}</h3>'
        f'<p class="about">{escape(one.item.format)}, {escape(one.item.kind)}</p>'
        f'<ul class="faults">{faults}</ul>{lines}</article>'
    )


def _lines(one: Score) -> str:
    if not one.answer.lines:
        printed = "\n".join(map(escape, one.item.lines))
        return f'<pre tabindex="0"><span class="label">printed</span>\n{printed}</pre>'
    text = ""
    for expected, read, differs in alignment.compared(one.item.lines, one.answer.lines):
        text += f'<span class="label">printed</span> {_marked(expected, differs, "ins")}\n'
        text += f'<span class="label">read   </span> {_marked(read, differs, "del")}\n'
    return f'<pre tabindex="0">{text}</pre>'


def _marked(line: str, differs: Sequence[bool], tag: str) -> str:
    return "".join(
        f"<{tag}>{escape(character)}</{tag}>" if other else escape(character)
        for character, other in zip(line, differs, strict=True)
    )
