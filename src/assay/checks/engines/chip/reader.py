"""What do the files of a document's chip say, and did the issuing country sign it? Files in, a reading out.

A file that cannot be read costs itself and is named; nothing in the files can make this fail.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from assay.checks.engines import faces
from assay.checks.engines.chip import data_groups, face_image, lds, passive_authentication
from assay.checks.engines.chip.face_image import FaceImage
from assay.checks.engines.chip.lds import ChipDataError
from assay.checks.engines.chip.trust_list import TrustList
from assay.checks.engines.face.detector import Pixels
from assay.checks.readings import ChipReading, Face
from assay.core.refusal import Refusal

# `EF.SOD`, `sod.bin`, `EF_DG1.bin`, `DG02.dat`, also with a word of its own in front (`passport-DG1.bin`).
_NAME = re.compile(r"(?:.*[^A-Z0-9])?(COM|SOD|DG)0?([1-9]|1[0-6])?(?:\.(?:BIN|DAT|EF))?")
# Opens a portrait in the locked-down decoder. Raises Refusal.
OpenPortrait = Callable[[bytes], Pixels]
T = TypeVar("T")


def name_of(file_name: str) -> str | None:
    """Return which file of a chip a file's name announces (`SOD`, `DG1`), or None."""
    match = _NAME.fullmatch(file_name.upper())
    if match is None or (match[1] == "DG") != (match[2] is not None):
        return None
    return match[1] + (match[2] or "")


class _Files:
    """The files by name; what cannot be read is noted and answered with nothing."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {name: data for name, data in files.items() if name in lds.TAG_OF}
        self.unreadable: list[str] = []

    def groups(self) -> dict[int, bytes]:
        """Return the data groups by number, without padding; the hash of an unreadable one is that of all its bytes."""
        return {
            int(name[2:]): lds.without_padding(data)
            for name, data in self._files.items()
            if name.startswith("DG")
        }

    def read(self, name: str, how: Callable[[bytes], T]) -> T | None:
        if name not in self._files:
            return None
        try:
            return how(self._files[name])
        except ChipDataError as error:
            self.note(f"{name}: {error}.")
            return None

    def note(self, sentence: str) -> None:
        self.unreadable.append(sentence)


def read_chip(
    files: Mapping[str, bytes], *, trusted: TrustList, at: datetime, open_portrait: OpenPortrait
) -> ChipReading:
    """Return what the files say, by their `name_of` names, and every step of passive authentication; `at` is now.

    Raises ModelMissing where DG2 is given and the models of faces are not installed.
    """
    given = _Files(files)
    groups = given.groups()
    mrz = given.read("DG1", data_groups.zone)
    signed = given.read(
        "SOD",
        lambda data: passive_authentication.authenticate(
            data, groups, issuer=mrz.issuer if mrz else "", trusted=trusted, at=at
        ),
    )
    if "SOD" not in files:
        given.note("SOD: it was not given, so nothing can be verified.")
    portrait = given.read("DG2", face_image.find)
    face = _face(portrait, open_portrait, given) if portrait else None
    return ChipReading(
        mrz=mrz,
        groups=tuple(sorted(groups)),
        announced_groups=given.read("COM", lds.groups_in_common) or (),
        signed_groups=signed.signed_groups if signed else (),
        steps=signed.steps if signed else (),
        details={**(given.read("DG11", _details_11) or {}), **(given.read("DG12", _details_12) or {})},
        protocols=given.read("DG14", data_groups.protocols) or (),
        active_authentication=given.read("DG15", data_groups.active_authentication_key) or "",
        portrait=f"{portrait.format}, {portrait.standard}" if portrait else "",
        face=face,
        signer=signed.signer.title if signed and signed.signer else "",
        issuer=signed.authority.title if signed and signed.authority else "",
        trust_list=trusted.digest(),
        unreadable=tuple(given.unreadable),
    )


def _details_11(data: bytes) -> dict[str, str]:
    return data_groups.details("DG11", data)


def _details_12(data: bytes) -> dict[str, str]:
    return data_groups.details("DG12", data)


def _face(portrait: FaceImage, open_portrait: OpenPortrait, given: _Files) -> Face | None:
    try:
        found = faces.find_faces(open_portrait(portrait.data))
    except Refusal:
        given.note("DG2: the portrait cannot be opened.")
        return None
    if not found:
        given.note("DG2: no face was found in the portrait.")
    return found[0] if found else None
