"""The curves of a bench as SVG, in the colours of the page."""

import math
from collections.abc import Sequence

import numpy as np

from assay.cli.benching import web_page
from assay.cli.benching.faces import curve
from assay.cli.benching.faces.curve import AllPairs
from assay.cli.benching.faces.result import Result

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _BOTTOM = 720, 340, 64, 36, 40
_INKS = ("var(--bar)", "var(--whisker)", "var(--good)", "var(--bad)", "var(--soft)")
# Both axes of the error curve are logarithms: one stranger of a hundred thousand to one of ten, errors of 0.1 to 50 %.
_RATES, _ERRORS = (-5.0, -1.0), (-3.0, math.log10(0.5))
_BINS = 80


def _frame(body: str, label: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}" '
        f'style="width:100%;max-width:{_WIDTH}px;font-size:13px">{body}</svg>'
    )


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return 12 + (1 - share) * (_HEIGHT - _BOTTOM - 12)


def _text(x: float, y: float, words: str, anchor: str = "middle", ink: str = "var(--soft)") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{ink}">{words}</text>'


def _rule(x1: float, y1: float, x2: float, y2: float, ink: str = "var(--line)", dash: str = "") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" stroke-dasharray="{dash}"/>'


def curves(results: Sequence[Result]) -> str:
    """Return the DET curve of each recogniser."""
    body = ""
    for power in range(-5, 0):
        x = _x((power - _RATES[0]) / (_RATES[1] - _RATES[0]))
        body += _rule(x, _y(0), x, _y(1)) + _text(x, _HEIGHT - 20, f"1 in {10**-power:,}")
    for error in (0.001, 0.01, 0.1, 0.5):
        y = _y((math.log10(error) - _ERRORS[0]) / (_ERRORS[1] - _ERRORS[0]))
        body += _rule(_x(0), y, _x(1), y) + _text(_LEFT - 8, y + 4, f"{error:.1%}", "end")
    for place, one in enumerate(results):
        ink = _INKS[place % len(_INKS)]
        body += f'<polyline fill="none" stroke="{ink}" stroke-width="2" points="{_points(one.every)}"/>'
        body += _text(_x(1) - 8, 30 + 18 * place, one.name, "end", ink)
    return _frame(body, "Who is not recognised against how many strangers match")


def picture(results: Sequence[Result]) -> str:
    """Return the curves as a picture of its own (SVG), in the colours of the page, light and dark."""
    style = f"<style>{web_page.colours()} svg {{ font-family: sans-serif; background: var(--card) }}</style>"
    return curves(results).replace("</svg>", style + "</svg>")


def _points(every: AllPairs) -> str:
    found = []
    for power in np.linspace(_RATES[1], max(_RATES[0], -math.log10(max(10, len(every.impostor)))), 60):
        error = curve.fnmr_at(every, curve.threshold_at(every.impostor, 10**power)).value
        height = (math.log10(max(error, 10 ** _ERRORS[0])) - _ERRORS[0]) / (_ERRORS[1] - _ERRORS[0])
        found.append(f"{_x((power - _RATES[0]) / (_RATES[1] - _RATES[0])):.1f},{_y(min(1.0, height)):.1f}")
    return " ".join(found)


def histogram(every: AllPairs, bands: tuple[float, float]) -> str:
    """Return how likenesses are spread, with the two thresholds of the policy."""
    low, high = -0.4, 1.0
    body = ""
    for scores, ink in ((every.impostor, "var(--whisker)"), (every.genuine, "var(--bar)")):
        counts, edges = np.histogram(scores, _BINS, (low, high))
        for count, edge in zip(counts / max(1, counts.max()), edges, strict=False):
            x, width = _x((edge - low) / (high - low)), (_x(1) - _x(0)) / _BINS
            body += (
                f'<rect x="{x:.1f}" y="{_y(count):.1f}" width="{width:.1f}" height="{_y(0) - _y(count):.1f}" '
                f'fill="{ink}" opacity="0.75"/>'
            )
    for threshold in bands:
        x = _x((threshold - low) / (high - low))
        body += _rule(x, _y(0), x, _y(1), "var(--ink)", "4 4") + _text(
            x, _HEIGHT - 6, f"{threshold:.2f}", ink="var(--ink)"
        )
    for tick in (-0.4, 0.0, 0.8, 1.0):
        body += _text(_x((tick - low) / (high - low)), _HEIGHT - 20, f"{tick:.1f}")
    body += _text(_x(0.15), 30, "two people", ink="var(--whisker)") + _text(
        _x(0.9), 30, "one person", ink="var(--bar)"
    )
    return _frame(body, "How alike pairs of one person and of two are")
