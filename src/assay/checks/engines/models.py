"""Which weights exist, where they lie, and whether they are the ones we know.

Reads only: fetching is `assay models fetch`. A missing or changed file raises ModelMissing, and the check that needed
it refers the case to a person; it never passes.
"""

import hashlib
import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

_HERE = Path(__file__).parent


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Package(_Entry):
    id: str
    registry: Literal["pypi", "npm", "debian"]
    name: str
    version: str
    sha256: str
    licence: str


class Model(_Entry):
    """Either `package` and `member` (a file inside a fetched package) or `shipped` (a file beside this one)."""

    id: str
    file: str
    sha256: str
    licence: str
    source: str
    package: str | None = None
    member: str | None = None
    shipped: str | None = None
    optional: bool = False


class Manifest(_Entry):
    package: tuple[Package, ...]
    model: tuple[Model, ...]


class ModelMissing(Exception):  # noqa: N818  a state of the installation more than an error
    """The weights are not there, or are not the ones the manifest names."""

    def __init__(self, model_id: str, why: str) -> None:
        super().__init__(f"{model_id}: {why}; run `assay models fetch`")
        self.model_id = model_id
        self.why = why


@cache
def manifest() -> Manifest:
    return Manifest.model_validate(tomllib.loads((_HERE / "models.toml").read_text(encoding="utf-8")))


def folder() -> Path:
    """Where fetched weights lie: ASSAY_MODELS_DIR, else `.assay/models` under the working directory."""
    return Path(os.environ.get("ASSAY_MODELS_DIR") or Path.cwd() / ".assay" / "models")


def path_of(model: Model) -> Path:
    return _HERE / model.shipped if model.shipped else folder() / model.file


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def locate(model_id: str) -> Path:
    """Return the path of a model's weights, checked once a process. Raises ModelMissing."""
    model = next(model for model in manifest().model if model.id == model_id)
    path = path_of(model)
    if not path.is_file():
        raise ModelMissing(model_id, "not fetched")
    if digest_of(path) != model.sha256:
        raise ModelMissing(model_id, "the file has another digest than the manifest")
    return path


def versions() -> dict[str, str]:
    """Return model id to digest for every model that is in place: what a receipt records."""
    return {model.id: model.sha256 for model in manifest().model if path_of(model).is_file()}
