"""The result of `assay bench liveness` as one page."""

from collections.abc import Sequence
from datetime import date
from html import escape

from assay.checks.result import Outcome
from assay.cli.benching import web_page
from assay.cli.benching.liveness import judging, strips, summary, tables
from assay.cli.benching.liveness.judging import Judged
from assay.policy.schema import Book

# More strips than this make a page too large to send.
_MOST_STRIPS = 60
# The signals nearest to their thresholds tell most.
_MOST_SIGNALS = 8
_KINDS_NOTE = (
    "Accepted means that every check of liveness passed. Shares with their 95 % interval (Wilson). "
    "What could not be read or shows no face counts as not accepted."
)
_SIGNALS_NOTE = (
    "AUC: how often a person has more of the signal than an attack; 0.5 is chance. A signal counts where it could be "
    "measured. Below its threshold it sends a recording to a person, or asks for another."
)
_CURVE_NOTE = (
    "Every cut of the weakest signal's margin over its threshold. The point is where the thresholds stand, "
    "all checks counted."
)


def page(judged: Sequence[Judged], book: Book, *, title: str, on: date) -> str:
    """Return the HTML."""
    failed = summary.wrong(judged)
    sections = [
        _tiles(judged),
        web_page.section("By kind", _kinds(judged), _KINDS_NOTE),
        web_page.section("Trade-off", _curve(judged), _CURVE_NOTE) if summary.curve(judged) else "",
        web_page.section("Each signal alone", _signals(judged), _SIGNALS_NOTE),
        web_page.section(f"{len(failed)} failures" if failed else "No failures", _cards(failed, book)),
    ]
    return web_page.page(
        sections,
        subject="liveness",
        title=title,
        about=f"{len(judged)} stills and clips, judged on {on:%d %B %Y}",
    )


def _tiles(judged: Sequence[Judged]) -> str:
    live, attacks = summary.people_of(judged), summary.attacks_of(judged)
    accepted, refused = summary.accepted(attacks), summary.refused(live)
    asked, shown = (summary.with_outcome(live, one) for one in (Outcome.ASK_AGAIN, Outcome.REFER))
    tiles = [
        web_page.tile("Attacks accepted (APCER)", f"{accepted.value:.1%}", web_page.of_all(accepted), ""),
        web_page.tile("People not accepted (BPCER)", f"{refused.value:.1%}", web_page.of_all(refused), ""),
        web_page.tile("People asked again", f"{asked.value:.1%}", web_page.of_all(asked), ""),
        web_page.tile("People shown to a person", f"{shown.value:.1%}", web_page.of_all(shown), ""),
    ]
    middle, slow, second = summary.times(judged)
    tiles.append(
        web_page.tile(
            "Processor time",
            f"{middle:.0f} ms",
            f"9 of 10 within {slow:.0f}; {second:.0f} a second of clip",
            "",
        )
    )
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _kinds(judged: Sequence[Judged]) -> str:
    rows = [
        (
            escape(kind.name),
            web_page.bar(kind.accepted),
            str(kind.referred.count or ""),
            str(kind.asked_again.count or ""),
            escape(", ".join(f"{reason} {count}" for reason, count in kind.reasons[:3])),
        )
        for kind in (*summary.kinds(judged), *summary.kinds(judged, live=True))
    ]
    return web_page.table(("Kind", "Accepted", "Shown to a person", "Asked again", "Most often"), rows)


def _signals(judged: Sequence[Judged]) -> str:
    rows = [
        (
            escape(one.name),
            "" if one.area is None else f"{one.area:.2f}",
            web_page.bar(one.flagged),
            web_page.bar(one.blamed),
        )
        for one in summary.strengths(judged)
    ]
    return web_page.table(("Signal", "AUC", "Attacks below its threshold", "People below it"), rows)


def _curve(judged: Sequence[Judged]) -> str:
    """Return the curve as a drawing: people refused to the right, attacks accepted upwards."""
    points = " ".join(f"{40 + 300 * x:.1f},{320 - 300 * y:.1f}" for x, y in summary.curve(judged))
    x = 40 + 300 * summary.refused(summary.people_of(judged)).value
    y = 320 - 300 * summary.accepted(summary.attacks_of(judged)).value
    labels = "".join(
        f'<text x="{40 + 300 * share}" y="338" text-anchor="middle">{share:.0%}</text>'
        f'<text x="34" y="{324 - 300 * share}" text-anchor="end">{share:.0%}</text>'
        for share in (0.0, 0.5, 1.0)
    )
    return (
        '<svg class="curve" viewBox="-20 0 380 364" role="img" aria-label="Attacks accepted against people refused" '
        'style="max-width:420px;width:100%;font-size:12px;fill:currentColor">'
        '<path d="M40 20V320H340" fill="none" stroke="currentColor" opacity=".4"/>'
        f'<polyline points="{points}" fill="none" stroke="var(--bar)" stroke-width="2.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="var(--whisker)"/>{labels}'
        '<text x="190" y="358" text-anchor="middle">people not accepted</text>'
        '<text x="-6" y="170" text-anchor="middle" transform="rotate(-90 -6 170)">attacks accepted</text></svg>'
    )


def _cards(failed: Sequence[Judged], book: Book) -> str:
    cards = "".join(_card(one, book) for one in failed[:_MOST_STRIPS])
    more = len(failed) - _MOST_STRIPS
    return f'<div class="cards">{cards}</div>' + (
        f'<p class="note">… and {more} more.</p>' if more > 0 else ""
    )


def _card(one: Judged, book: Book) -> str:
    strip = strips.as_data_url(one.item, book)
    picture = f'<img src="{strip}" alt="" style="width:100%;border-radius:8px">' if strip else ""
    nearest = sorted(one.signals, key=judging.margin)[:_MOST_SIGNALS]
    said = "".join(
        f'<li class="{"bad" if judging.margin(signal) < 0 else ""}">{escape(signal.name)}: {escape(signal.said)}</li>'
        for signal in nearest
    )
    return (
        f'<article>{picture}<h3>{escape(one.item.path.name)}</h3><p class="about">{escape(tables.verdict(one))}</p>'
        f'<ul class="faults">{said}</ul></article>'
    )
