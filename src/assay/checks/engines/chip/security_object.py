"""Which hashes did the issuer sign for the data groups? EF.SOD of ICAO Doc 9303 part 10, 4.6.2."""

from dataclasses import dataclass

from asn1crypto import algos, core

from assay.checks.engines.chip import cms, lds
from assay.checks.engines.chip.cms import Signed
from assay.checks.engines.chip.lds import ChipDataError

CONTENT_TYPE = "2.23.136.1.1.1"
_MOST_GROUPS = 16


class _Hash(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields = [("number", core.Integer), ("value", core.OctetString)]


class _Hashes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Hash


class _Version(core.Sequence):  # type: ignore[misc]
    _fields = [("lds", core.PrintableString), ("unicode", core.PrintableString)]


class _Content(core.Sequence):  # type: ignore[misc]
    _fields = [
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("hashes", _Hashes),
        ("lds_version", _Version, {"optional": True}),
    ]


@dataclass(frozen=True, eq=False)
class SecurityObject:
    """`hashes` maps the number of a data group to its signed hash; `version` is 0 or 1."""

    signed: Signed
    version: int
    hash_name: str
    hashes: dict[int, bytes]


def parse(data: bytes) -> SecurityObject:
    """Return the security object of EF.SOD. Raises ChipDataError. Nothing is verified yet."""
    signed = cms.parse(lds.content("SOD", data))
    if signed.content_type != CONTENT_TYPE:
        raise ChipDataError("the signed content is no list of hashes of data groups")
    with lds.reading("the signed list of hashes"):
        inside = _Content.load(signed.content, strict=True)
        if len(inside["hashes"]) > _MOST_GROUPS:
            raise ChipDataError("more hashes are signed than there are data groups")
        return SecurityObject(
            signed=signed,
            version=int(inside["version"].native),
            hash_name=inside["hash_algorithm"]["algorithm"].native,
            hashes={int(one["number"].native): bytes(one["value"]) for one in inside["hashes"]},
        )
