"""Whose certificates does this installation trust? The operator's CSCA certificates and revocation lists, as files.

`certificates/DE-<sha256>.cer` and `revocations/DE-<sha256>.crl` are the list; `sources.json` remembers which import brought
which of them. A file whose content is not what its name says counts as damaged and is not used.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from assay.checks.engines.chip import certificates, revocation
from assay.checks.engines.chip.certificates import Certificate
from assay.checks.engines.chip.lds import ChipDataError
from assay.checks.engines.chip.revocation import RevocationList

_NOWHERE = "--"
_NAME = re.compile(r"([A-Z]{2}|--)-([0-9a-f]{64})\.(cer|crl)")
_FOLDERS = {"cer": "certificates", "crl": "revocations"}


@dataclass(frozen=True)
class Source:
    """One imported file: its name and digest, what it was, who signed it, and the digests of what it brought."""

    name: str
    sha256: str
    kind: str
    signed_by: str
    imported_at: str
    brought: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """One file of the list, by its name alone."""

    country: str
    sha256: str
    path: Path


class TrustList:
    """The list of a folder, which need not exist: an empty list. Reads a country's files when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _files(self, kind: str) -> tuple[Listed, ...]:
        found = sorted((self.folder / _FOLDERS[kind]).glob(f"*.{kind}"))
        named = ((path, _NAME.fullmatch(path.name)) for path in found)
        return tuple(Listed(match[1], match[2], path) for path, match in named if match)

    def digest(self) -> str:
        """Return the sha256 over the digests of all files of the list, in order; empty for an empty list."""
        names = [listed.sha256 for kind in _FOLDERS for listed in self._files(kind)]
        return hashlib.sha256("\n".join(names).encode()).hexdigest() if names else ""

    def countries(self) -> tuple[str, ...]:
        """Return the countries there are certificates of, in order."""
        return tuple(sorted({listed.country for listed in self._files("cer")}))

    def authorities(self, country: str) -> tuple[Certificate, ...]:
        """Return the certificates of a country, two letters, damaged ones left out."""
        found = self._contents("cer", country)
        return tuple(one for data in found if (one := _certificate(data)))

    def revocations(self, country: str) -> tuple[RevocationList, ...]:
        found = self._contents("crl", country)
        return tuple(one for data in found if (one := _revocations(data)))

    def damaged(self) -> tuple[str, ...]:
        """Return the names of the files whose content is not what their name says."""
        every = (listed for kind in _FOLDERS for listed in self._files(kind))
        return tuple(listed.path.name for listed in every if _intact(listed) is None)

    def _contents(self, kind: str, country: str) -> Iterator[bytes]:
        for listed in self._files(kind):
            if listed.country == country and (data := _intact(listed)) is not None:
                yield data

    def sources(self) -> tuple[Source, ...]:
        """Return what was imported, in order. Raises ChipDataError when the file that says so is damaged."""
        try:
            stored = json.loads((self.folder / "sources.json").read_text(encoding="utf-8"))
            return tuple(Source(**{**one, "brought": tuple(one["brought"])}) for one in stored)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ChipDataError("sources.json of the trust list is damaged") from error

    def add(
        self, source: Source, brought: Iterable[Certificate | RevocationList], *, at: datetime
    ) -> tuple[int, int]:
        """Write what an import brought. Returns (new files, files that were there already). Raises OSError."""
        news = olds = 0
        digests = []
        for one in brought:
            kind = "cer" if isinstance(one, Certificate) else "crl"
            path = self.folder / _FOLDERS[kind] / f"{one.country or _NOWHERE}-{one.sha256}.{kind}"
            olds, news = (olds + 1, news) if path.exists() else (olds, news + 1)
            _write(path, one.der)
            digests.append(one.sha256)
        entry = Source(**{**asdict(source), "imported_at": at.isoformat(), "brought": tuple(digests)})
        self._remember((*(old for old in self.sources() if old.sha256 != entry.sha256), entry))
        return news, olds

    def remove(self, digest: str) -> tuple[str, ...]:
        """Remove an import, or one certificate or revocation list, by the beginning of its digest; return the removed files.

        Removing an import keeps what another import brought, too. Raises LookupError when nothing, or more than one, fits.
        """
        sources = self.sources()
        imports = [one for one in sources if one.sha256.startswith(digest)]
        held = [listed for kind in _FOLDERS for listed in self._files(kind)]
        single = [listed for listed in held if listed.sha256.startswith(digest)]
        fitting = {one.sha256 for one in imports} | {one.sha256 for one in single}
        if imports and len(fitting) == 1:
            kept = tuple(one for one in sources if one not in imports)
            still = {each for one in kept for each in one.brought}
            gone = [listed for listed in held if listed.sha256 in set(imports[0].brought) - still]
        elif len(single) == 1 and not imports:
            gone = single
            kept = tuple(_without(one, single[0].sha256) for one in sources)
        else:
            raise LookupError(digest)
        for listed in gone:
            listed.path.unlink()
        self._remember(tuple(one for one in kept if one.brought))
        return tuple(listed.path.name for listed in gone)

    def _remember(self, sources: tuple[Source, ...]) -> None:
        text = json.dumps([asdict(one) for one in sources], indent=1, ensure_ascii=False)
        _write(self.folder / "sources.json", text.encode())


def _without(source: Source, sha256: str) -> Source:
    kept = tuple(one for one in source.brought if one != sha256)
    return Source(**{**asdict(source), "brought": kept})


def _intact(listed: Listed) -> bytes | None:
    data = listed.path.read_bytes()
    return data if hashlib.sha256(data).hexdigest() == listed.sha256 else None


def _certificate(data: bytes) -> Certificate | None:
    try:
        return certificates.parse(data)
    except ChipDataError:
        return None


def _revocations(data: bytes) -> RevocationList | None:
    try:
        return revocation.parse(data)
    except ChipDataError:
        return None


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
