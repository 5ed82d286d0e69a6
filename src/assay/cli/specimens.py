"""`assay specimens FOLDER`: draw the documents and the selfie of a synthetic person."""

from pathlib import Path

import click
from rich.console import Console

from assay.sandbox import documents, photos, selfies
from assay.sandbox.people import Person, person
from assay.sandbox.photos import PhotoKind

_SIDES = ("front", "back")


def _documents(bearer: Person, kind: PhotoKind) -> dict[str, bytes]:
    """Return file name to JPEG of every side of every kind of document."""
    made = {}
    for name in documents.KINDS:
        scans = documents.draw(name, bearer)
        for side, scan in zip(_SIDES, scans, strict=False):
            label = name.replace("_", "-") + (f"-{side}" if len(scans) > 1 else "")
            made[f"{label}.jpg"] = photos.take(scan, kind, seed=bearer.number)
    return made


@click.command("specimens")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--person", "number", default=0, show_default=True, help="Which of Utopia's citizens; any number."
)
@click.option(
    "--photo",
    type=click.Choice([kind.value for kind in PhotoKind]),
    default=PhotoKind.CLEAN.value,
    show_default=True,
    help="How well the photos are taken.",
)
def command(folder: Path, number: int, photo: str) -> None:
    """Write phone photos of a synthetic person's passport, ID card, driving licence, and a selfie, into FOLDER.

    The person is a fictional citizen of Utopia, ICAO's specimen state; the face is one of the London set (CC-BY 4.0).
    The same number always gives the same files.
    """
    bearer = person(number)
    folder.mkdir(parents=True, exist_ok=True)
    files = _documents(bearer, PhotoKind(photo)) | {"selfie.jpg": selfies.take(bearer)}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    Console(highlight=False).print(
        f"{bearer.full_name}, born {bearer.born_on}: {len(files)} pictures in {folder}"
    )
