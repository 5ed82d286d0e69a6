"""Other readers on the same images, each in an environment of its own, made on demand.

Which there are is data: `bench/peers/peers.toml` in the source repository, beside the scripts that ask them. Nothing of
them is imported here or shipped; one of them is under the AGPL, and two want packages that ours would not work with.
"""

import hashlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

import assay
from assay.cli.benching.documents.readers import Reader

SCRIPTS = Path(assay.__file__).resolve().parents[2] / "bench" / "peers"
_STAMP = "installed"
_PATIENCE_SECONDS = 1800


class PeerFailed(Exception):  # noqa: N818  a state of this machine more than an error
    """One sentence: why a peer cannot run here."""


class Peer(BaseModel):
    """`packages` are pinned and complete; `needs` are programs that have to be installed; a peer may use another's
    `environment`. `measure` is how a recogniser of faces compares two templates.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    licence: str
    script: str
    packages: tuple[str, ...]
    needs: tuple[str, ...] = ()
    environment: str | None = None
    measure: Literal["cosine", "distance"] = "cosine"


def known(scripts: Path = SCRIPTS, file: str = "peers.toml") -> dict[str, Peer]:
    """Return the peers by name; none where Assay is installed without its source repository."""
    listing = scripts / file
    if not listing.is_file():
        return {}
    rows = tomllib.loads(listing.read_text(encoding="utf-8"))
    return {name: Peer.model_validate(row) for name, row in rows.items()}


def reader(name: str, home: Path, scripts: Path = SCRIPTS, file: str = "peers.toml") -> Reader:
    """Return the reader of a peer, its environment made if it is not there yet. Raises PeerFailed."""
    listed = known(scripts, file)
    peer = listed[name]
    lacking = [program for program in peer.needs if shutil.which(program) is None]
    if lacking:
        raise PeerFailed(
            f"the program {', '.join(lacking)} is not installed (Debian packages: tesseract-ocr, npm)"
        )
    environment = peer.environment or name
    python = _environment(home / environment, listed[environment].packages)
    return Reader(name, (str(python), str(scripts / peer.script)), peer.version, peer.licence)


def _environment(folder: Path, packages: Sequence[str]) -> Path:
    """Return the Python of an environment that holds these packages and nothing else."""
    python, stamp = folder / "bin" / "python", folder / _STAMP
    digest = hashlib.sha256("\n".join(packages).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(folder))
    quiet = ("--quiet", "--disable-pip-version-check", "--no-deps", "--ignore-requires-python")
    _run(str(python), "-m", "pip", "install", *quiet, *packages)
    stamp.write_text(digest, encoding="ascii")
    return python


def _run(*command: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603  a command we composed
            command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerFailed(str(error)) from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise PeerFailed(f"its packages cannot be installed: {said[-1] if said else 'pip failed'}")
