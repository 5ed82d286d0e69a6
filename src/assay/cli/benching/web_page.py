"""The result of a bench as one page: no scripts, nothing fetched, readable on a phone, in light and dark.

Texts given to these functions are escaped here, unless they are called HTML.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from assay.cli.benching.figures import Share

_HERE = Path(__file__).parent


def page(sections: Iterable[str], *, subject: str, title: str, about: str, kind: str = "bench") -> str:
    """Return the HTML of the whole page; `sections` are HTML, `about` says how much was measured, and when."""
    template = Template((_HERE / "page.html").read_text(encoding="utf-8"))
    return template.substitute(
        style=(_HERE / "page.css").read_text(encoding="utf-8"),
        kind=escape(kind),
        subject=escape(subject),
        title=escape(title),
        about=escape(about),
        body="\n".join(sections),
    )


def colours() -> str:
    """Return the part of the style that names the colours, light and dark."""
    return (_HERE / "page.css").read_text(encoding="utf-8").partition("\n* {")[0]


def section(title: str, body: str, note: str = "") -> str:
    told = f'<p class="note">{escape(note)}</p>' if note else ""
    return f"<section><h2>{escape(title)}</h2>{told}{body}</section>"


def tile(name: str, value: str, detail: str, mood: str) -> str:
    return (
        f'<div class="tile {mood}"><span class="name">{escape(name)}</span><strong>{escape(value)}</strong>'
        f'<span class="detail">{escape(detail)}</span></div>'
    )


def of_all(one: Share) -> str:
    low, high = one.interval
    return f"{one.count} of {one.of}, {low:.1%} to {high:.1%}"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], look: str = "") -> str:
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


def bar(one: Share) -> str:
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


def count(wrong: int) -> str:
    return f'<span class="{"bad" if wrong else "good"}">{wrong}</span>'
