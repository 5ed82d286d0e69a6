"""The result of a bench as one page of its own: no scripts, nothing fetched, readable on a phone, in light and dark."""

from collections.abc import Sequence
from datetime import date
from html import escape

from assay.cli.benching import web_page
from assay.cli.benching.documents import alignment, pictures, summary
from assay.cli.benching.documents.scores import Score
from assay.cli.benching.documents.side_by_side import Row

# More pictures than this make a page too large to send.
_MOST_PICTURES = 80


def page(scores: Sequence[Score], rows: Sequence[Row], *, title: str, on: date) -> str:
    """Return the HTML."""
    failed = summary.failures(scores)
    sections = [
        _tiles(scores),
        web_page.section("Accuracy", _accuracy(scores), "Shares with their 95 % interval (Wilson)."),
        web_page.section("Beside other readers", _peers(rows), _PEERS_NOTE) if len(rows) > 1 else "",
        web_page.section("Time", _times(scores), _TIME_NOTE),
        web_page.section(_failed_title(failed, scores), _cards(failed), _CARDS_NOTE if failed else ""),
    ]
    return web_page.page(
        sections, subject="documents", title=title, about=f"{len(scores)} images, read on {on:%d %B %Y}"
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


def _tiles(scores: Sequence[Score]) -> str:
    whole, numbers = summary.part("all", scores), summary.headline(scores)
    by_stage = {one.stage: one for one in summary.times(scores)}
    first = by_stage.get("= zone, first reader")
    tiles = [
        web_page.tile("All fields right", f"{whole.fields_right.value:.1%}", web_page.of_all(whole.fields_right), ""),
        web_page.tile("Exact, every character", f"{whole.exact.value:.1%}", web_page.of_all(whole.exact), ""),
        web_page.tile(
            "Accepted, but wrong", str(whole.wrong_accepted), f"of {whole.accepted.count} accepted",
            "bad" if whole.wrong_accepted else "good",
        ),
        web_page.tile(
            "Zone, verified", f"{numbers['cpu_ms_median']:.0f} ms", f"first reader {first.cpu:.0f} ms" if first else "", ""
        ),
        web_page.tile("Memory, peak", f"{numbers['peak_mb']:.0f} MB", "one process, all models", ""),
    ]  # fmt: skip
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _accuracy(scores: Sequence[Score]) -> str:
    rows = [
        (
            escape(one.name),
            web_page.bar(one.fields_right),
            web_page.bar(one.exact),
            f"{one.accepted.count}/{one.accepted.of}",
            web_page.count(one.wrong_accepted),
        )
        for one in summary.parts(scores)
    ]
    table = web_page.table(("images", "all fields right", "exact lines", "accepted", "accepted wrong"), rows)
    found = [(escape(name), web_page.bar(one)) for name, one in summary.found_shares(scores)]
    if (overlap := summary.mean_overlap(scores)) is not None:
        found.append(("mean overlap of outlines", f'<span class="number"><b>{overlap:.3f}</b></span>'))
    return table + (web_page.table(("also", "share"), found, "compact") if found else "")


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
    return web_page.table(("stage", "processor", "wall"), rows, "compact")


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
                f"{web_page.bar(row.all)}",
                f"{web_page.bar(row.fair)}",
                web_page.count(row.wrong_accepted),
                f"{row.ratio_right:.2f}",
                f'<span class="pair">{row.cpu_ms:.0f} <small>×\u2009{row.ratio_time:.1f}</small></span>',
                f"{row.peak_mb:.0f}",
            )
        )
    headings = ("reader", "right, all", "right, TD1-3*", "wrong", "right, of ours", "ms", "MB")
    return web_page.table(headings, listed)


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
