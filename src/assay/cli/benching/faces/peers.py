"""Other recognisers on the same pictures, each in an environment of its own: `bench/peers/faces.toml` lists them."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from assay.cli.benching.documents import peers as installing
from assay.cli.benching.documents.peers import Peer, PeerFailed
from assay.cli.benching.faces.own import Answer

_LISTING = "faces.toml"
_PATIENCE_SECONDS = 3600


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    template: tuple[float, ...] | None
    cpu_ms: float
    error: str = ""


def known() -> dict[str, Peer]:
    return installing.known(file=_LISTING)


def answers(name: str, paths: Sequence[Path], home: Path) -> list[Answer]:
    """Return what a peer makes of each picture. Raises PeerFailed where it cannot be installed or dies."""
    reader = installing.reader(name, home, file=_LISTING)
    try:
        done = subprocess.run(  # noqa: S603  a command we composed
            reader.command, input="".join(f"{path}\n" for path in paths), capture_output=True, text=True,
            timeout=_PATIENCE_SECONDS, check=False, env={**os.environ, "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerFailed(str(error)) from error
    found = list(_answers(done.stdout))
    if done.returncode or len(found) != len(paths):
        said = done.stderr.strip().splitlines()
        raise PeerFailed(said[-1] if said else f"it answered for {len(found)} of {len(paths)} pictures")
    return found


def _answers(text: str) -> Iterator[Answer]:
    for line in text.splitlines():
        try:
            one = _Line.model_validate(json.loads(line))
        except (ValueError, ValidationError) as error:
            raise PeerFailed(f"it wrote something that is no answer: {line[:80]}") from error
        template = None if one.template is None else np.array(one.template, np.float32)
        yield Answer(template, one.error or ("" if template is not None else "no face found"), one.cpu_ms)
