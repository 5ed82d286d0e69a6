"""`assay bench`: how well and how fast the engines do their work, measured on material whose truth is known."""

import click

from assay.cli.benching.documents import command as on_documents
from assay.cli.benching.faces import command as on_faces
from assay.cli.benching.liveness import command as on_liveness


@click.group("bench")
def command() -> None:
    """Measure the engines on material whose truth is known, beside others if you like."""


for one in (
    on_documents.documents,
    on_documents.make_photos,
    on_faces.faces,
    on_liveness.liveness,
    on_liveness.make_attacks,
):
    command.add_command(one)
