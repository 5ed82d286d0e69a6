"""`assay static`: lay the web server's files ready; `assay web` does it by itself when they have changed."""

import shutil
import tempfile
from pathlib import Path

import click
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

from assay.config import static_files


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Names carry a digest of the content, so a browser keeps a file for ever; our modules import each other by them."""

    support_js_module_import_aggregation = True
    # Other packages' scripts are whole; what looks like an import in one is a comment.
    _js_module_import_aggregation_patterns = (
        "assay/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own
    )


@click.command("static")
def command() -> None:
    """Lay the web server's files ready in ASSAY_HOME: compressed, and named by content, so that browsers keep them.

    A proxy may serve them from there under /static/.
    """
    target = static_files.folder(settings.HOME)
    if not static_files.is_ready(settings.HOME):
        _collect(target)
    click.echo(str(target))


def _collect(target: Path) -> None:
    """Make the folder as a whole: nobody ever sees half of it, whoever else makes it at the same time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        whole = Path(name) / "whole"
        _fill(Storage(location=str(whole), base_url=f"/{settings.STATIC_URL.strip('/')}/"))
        if not target.exists():
            shutil.move(whole, target)


def _fill(storage: Storage) -> None:
    paths = {}
    for finder in get_finders():
        for path, source in finder.list([]):
            if path not in paths:
                paths[path] = (source, path)
                with source.open(path) as file:
                    storage.save(path, file)
    for name, _, processed in storage.post_process(paths):
        if isinstance(processed, Exception):
            raise click.ClickException(f"{name} cannot be laid ready: {processed}")
