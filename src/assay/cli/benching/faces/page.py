"""The result as one page: curves, histograms with the policy's bands, groups, and the worst pairs as pictures."""

import base64
from collections.abc import Sequence
from datetime import date
from html import escape

import cv2

from assay.cli.benching import web_page
from assay.cli.benching.faces import drawings, result
from assay.cli.benching.faces.groups import CAUTION, Group
from assay.cli.benching.faces.people import Portrait
from assay.cli.benching.faces.result import Result
from assay.cli.benching.faces.tables import told

_WORST, _SIDE = 12, 160


def page(
    portraits: Sequence[Portrait], results: Sequence[Result], groups: Sequence[Group], *,
    bands: tuple[float, float], title: str, on: date,
) -> str:  # fmt: skip
    """Return the HTML; `bands` are the policy's thresholds: uncertain from, accepted from."""
    ours = results[0]
    ran = [one for one in results if not one.problem]
    sections = [
        _tiles(ours),
        web_page.section("Errors", drawings.curves(ran) + _errors(results), _ERRORS_NOTE),
        web_page.section("Likeness", drawings.histogram(ours.every, bands), _bands_note(bands)),
        web_page.section("How often a stranger is this alike", _calibration(ours), _CALIBRATION_NOTE),
        web_page.section("By group", _groups(groups), CAUTION) if groups else "",
        _worst(portraits, ours, genuine=True),
        _worst(portraits, ours, genuine=False),
        _faceless(portraits, ours),
    ]
    about = (
        f"{len(portraits)} pictures of {len({one.person for one in portraits})} people, every one against every other: "
        f"{len(ours.every.genuine):,} pairs of one person, {len(ours.every.impostor):,} of two; {on:%d %B %Y}"
    )
    return web_page.page(sections, subject="faces", title=title, about=about)


_ERRORS_NOTE = (
    "Each curve: who is not recognised (FNMR) where so many strangers match (FMR). Lower is better. Thresholds have a 95 % "
    "interval by resampling people, shares one of Wilson."
)
_CALIBRATION_NOTE = "The likeness at which one stranger of so many still matches, on these pictures."


def _bands_note(bands: tuple[float, float]) -> str:
    return (
        f"The machine accepts from {bands[1]:.2f}; from {bands[0]:.2f} a person compares as uncertain, below as a probable "
        "mismatch. Nobody is refused by machine. Each kind of pair is drawn to its own height."
    )


def _tiles(ours: Result) -> str:
    tiles = [
        web_page.tile(
            f"Not recognised at 1 in {1 / one.fmr:,.0f}", f"{one.fnmr.value:.2%}", told(one.fnmr), ""
        )
        for one in ours.points
        if one.fmr in {1e-3, 1e-4}
    ]
    if ours.accuracy:
        tiles.insert(0, web_page.tile("Accuracy", f"{ours.accuracy.value:.2%}", told(ours.accuracy), ""))
    tiles.append(web_page.tile("A comparison", f"{ours.cpu_ms_match:.0f} ms", "processor, models loaded", ""))
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _errors(results: Sequence[Result]) -> str:
    rows: list[tuple[str, ...]] = []
    for one in results:
        name = f"{escape(one.name)} <small>{escape(one.version)}</small><small class='licence'>{escape(one.licence)}</small>"
        if one.problem:
            rows.append((name, f'<span class="none">did not run: {escape(one.problem)}</span>', "", "", ""))
            continue
        shares = {point.fmr: told(point.fnmr) for point in one.points}
        cells = [escape(shares.get(rate, "too few pairs")) for rate in (1e-3, 1e-4)]
        rows.append((name, *cells, str(len(one.faceless)), f"{one.cpu_ms_picture:.0f}"))
    return web_page.table(
        ("recogniser", "FNMR at 1 in 1,000", "FNMR at 1 in 10,000", "no face", "ms/picture"), rows
    )


def _calibration(ours: Result) -> str:
    rows = [
        (
            f"1 in {1 / one.fmr:,.0f}",
            f"{one.threshold:.3f}",
            f"{one.between[0]:.3f} to {one.between[1]:.3f}",
            told(one.fnmr),
        )
        for one in ours.points
    ]
    return web_page.table(("strangers", "likeness", "95 %", "not recognised"), rows)


def _groups(groups: Sequence[Group]) -> str:
    rows = [
        (escape(one.name), str(one.people), told(one.not_recognised), told(one.strangers_accepted))
        for one in groups
    ]
    return web_page.table(("group", "people", "not recognised", "strangers accepted"), rows)


def _worst(portraits: Sequence[Portrait], ours: Result, *, genuine: bool) -> str:
    cards = ""
    for one, other, likeness in result.worst(ours.every, genuine=genuine, count=_WORST):
        pictures = "".join(_picture(portraits[place]) for place in (one, other))
        names = " and ".join(escape(portraits[place].path.stem) for place in (one, other))
        cards += f'<article><div class="two">{pictures}</div><h3>{likeness:.3f}</h3><p class="about">{names}</p></article>'
    title = "Least alike of one person" if genuine else "Most alike of two people"
    note = "Wrong names in the set show here first, on both sides."
    return web_page.section(title, f'<div class="cards faces">{cards}</div>', note)


def _picture(portrait: Portrait) -> str:
    pixels = cv2.imread(str(portrait.path))
    if pixels is None:
        return '<span class="none">no picture</span>'
    scale = _SIDE / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])
    address = base64.b64encode(jpeg.tobytes()).decode()
    return f'<img src="data:image/jpeg;base64,{address}" alt="{escape(portrait.path.stem)}">'


def _faceless(portraits: Sequence[Portrait], ours: Result) -> str:
    if not ours.faceless:
        return ""
    names = "".join(f"<li>{escape(portraits[place].path.name)}</li>" for place in ours.faceless)
    return web_page.section("Pictures without a face", f"<ul>{names}</ul>", "Counted as not recognised.")
