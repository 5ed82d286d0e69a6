"""Prints the reference pages from the code: `make fix` writes them, a house test compares them.

Usage: python docs/generate.py [FOLDER]   (default: docs/reference)
"""

import inspect
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path

import click
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assay.config.settings")
django.setup()

from django.apps import apps

from assay.access import ROLE_PERMISSIONS, Permission
from assay.accounts.rules import LIFECYCLE as ACCOUNT
from assay.audit.events import Event
from assay.checks.pipeline import CHECKS
from assay.checks.weights import all_models
from assay.config.command import main
from assay.config.environment import Environment, variable_of
from assay.handoffs.rules import LIFECYCLE as HANDOFF
from assay.notify.messages import ALL
from assay.policy.load import current
from assay.reviews.rules import LIFECYCLE as REVIEW
from assay.verifications.rules import LIFECYCLE as VERIFICATION

HERE = Path(__file__).resolve().parent


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    titles = list(head)
    lines = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    lines += [
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
        for row in rows
    ]
    return "\n".join(lines)


def lifecycles() -> str:
    parts = []
    for lifecycle in (ACCOUNT, VERIFICATION, REVIEW, HANDOFF):
        arrows = [
            f"    {source} --> {target}: {event}" for (source, event), target in lifecycle.table.items()
        ]
        ends = [f"    {end} --> [*]" for end in sorted(lifecycle.ends)]
        diagram = "\n".join(
            ["```mermaid", "stateDiagram-v2", f"    [*] --> {lifecycle.start}", *arrows, *ends, "```"]
        )
        steps = table(
            ("from", "event", "to"),
            ((source, event, target) for (source, event), target in lifecycle.table.items()),
        )
        parts.append(f"## {lifecycle.name}\n\n{diagram}\n\n{steps}")
    return "\n\n".join(parts)


def settings_page() -> str:
    rows = (
        (
            f"`{variable_of(item.name)}`",
            f"`{item.default}`" if item.default not in ("", None) else "",
            item.metadata["help"],
        )
        for item in fields(Environment)
    )
    return table(("variable", "default", "what it does"), rows)


def permissions() -> str:
    head = ("permission", *ROLE_PERMISSIONS)
    return table(
        head,
        (
            (f"`{one}`", *("yes" if one in held else "" for held in ROLE_PERMISSIONS.values()))
            for one in Permission
        ),
    )


def events() -> str:
    return table(("event",), ((f"`{event}`",) for event in Event))


def reasons() -> str:
    rows = (
        (
            f"`{reason.code}`",
            reason.staff,
            reason.customer,
            reason.fix,
            "yes" if reason.retryable else "",
            "yes" if reason.decidable else "",
            "" if reason.told else "no",
        )
        for reason in current().reasons.values()
    )
    return table(
        ("code", "staff read", "the customer reads", "and does", "ask again", "may reject", "told"), rows
    )


def checks() -> str:
    book = current()
    parts = []
    for name, check in CHECKS.items():
        numbers = book.thresholds.get(name, {})
        rows = [
            (f"`{key}`", f"{list(dated.values.values())[-1]:g}", dated.source)
            for key, dated in numbers.items()
        ]
        text = f"## {name}\n\n{inspect.cleandoc(check.__doc__ or '')}"
        parts.append(text + ("\n\n" + table(("threshold", "value", "source"), rows) if rows else ""))
    return "\n\n".join(parts)


def messages() -> str:
    return table(
        ("e-mail", "when", "may use"),
        (
            (
                f"`{one.name()}`",
                (one.__doc__ or "").split("\n")[0]
                if not (one.__doc__ or "").startswith(one.__name__ + "(")
                else "",
                ", ".join(item.name for item in fields(one)),
            )
            for one in ALL
        ),
    )


def commands() -> str:
    def pages(command: click.Command, path: str) -> Iterable[str]:
        context = click.Context(command, info_name=path)
        yield f"## {path}\n\n```\n{command.get_help(context)}\n```"
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                sub = command.get_command(context, name)
                if sub is not None:
                    yield from pages(sub, f"{path} {name}")

    return "\n\n".join(pages(main, "assay"))


def personal_data() -> str:
    rows = []
    for model in sorted(
        (m for m in apps.get_models() if m.__module__.startswith("assay.")), key=lambda m: m._meta.label
    ):
        privacy = model.Privacy
        for item in model._meta.concrete_fields:
            how = "erased" if item.name in privacy.erase else "kept"
            rows.append(
                (model._meta.label, f"`{item.name}`", how, "yes" if item.name in privacy.export else "")
            )
    return table(("table", "field", "on erasure", "in the export"), rows)


def models() -> str:
    rows = (
        (
            f"`{one.id}`",
            one.source,
            one.licence,
            one.package or "in the repository",
            f"`{one.sha256[:16]}…`",
            "yes" if one.optional else "",
        )
        for one in all_models()
    )
    return table(("model", "what it is", "licence", "carried by", "sha256", "optional"), rows)


PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "lifecycles": ("Lifecycles: which status may follow which", lifecycles),
    "settings": ("Settings: what a deployment may set", settings_page),
    "permissions": ("Permissions: what a role may do", permissions),
    "events": ("Events of the audit log", events),
    "reasons": ("Reasons: every code and its words", reasons),
    "checks": ("Checks: what each one asks, and its thresholds", checks),
    "messages": ("E-mails", messages),
    "commands": ("The assay command", commands),
    "personal-data": ("Personal data: what happens to each field", personal_data),
    "models": ("Models: the weights the checks use", models),
}


def pages() -> dict[str, str]:
    """Return file name to content of every generated page."""
    note = "<!-- Generated by docs/generate.py from the code; never edited. -->"
    return {
        f"{name}.md": f"# {title}\n\n{note}\n\n{body().rstrip()}\n" for name, (title, body) in PAGES.items()
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "reference"
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
