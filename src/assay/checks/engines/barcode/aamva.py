"""What does the barcode of a driving licence of the United States or Canada say? AAMVA DL/ID Card Design Standard, 2000 to 2020.

Pure: works on text only. Fields come out under names, dates as ISO 8601, measures in both systems, so that a reader of the
result needs no table. How a payload is built is in aamva_payload, what its elements are called in aamva_elements.toml.
"""

import re
from typing import NamedTuple

from assay.checks.engines.barcode import aamva_fields, aamva_payload, aamva_stripe, aamva_tables, aamva_values
from assay.checks.engines.barcode.aamva_fields import Values

# What the numbers of states and provinces look like, for those that the table does not know (yet).
_ISSUERS = re.compile(r"6360\d\d|6044\d\d|990876", re.ASCII)
_VERSIONS = range(11)
_COUNTRIES = {"US": "USA", "CA": "CAN", "CN": "CAN", "MX": "MEX"}
_READERS = (
    aamva_fields.whole_name, aamva_fields.dates, aamva_fields.codes, aamva_fields.height, aamva_fields.weight,
    aamva_fields.address,
)  # fmt: skip


class Licence(NamedTuple):
    """`fields` by name; elements without a name under their id. Absent is what the card leaves out or is not readable.

    `problems` are `what:where`, never values: missing, not_a_date, not_a_height, not_a_weight, unknown_code, unknown_version,
    unknown_issuer, name_order_guessed, month_only, and of the payload directory_absent, subfile_absent, subfile_misplaced.
    Issuers err often, so none of them proves anything by itself.
    """

    fields: Values
    problems: tuple[str, ...] = ()


def is_licence(text: str) -> bool:
    """Whether a payload is an AAMVA card: a decoder once gave garbage for a valid read, so the header is checked."""
    text = text.lstrip("\ufeff")
    header = aamva_payload.header_of(text)
    if header is not None:
        return _ISSUERS.match(header.issuer) is not None
    return aamva_stripe.issuer_of(text) in aamva_tables.issuers()


def parse(text: str) -> Values:
    """Return the named fields of a payload; empty where it is no AAMVA card. `kind` is DL, EN (enhanced) or ID."""
    return read(text).fields


def read(text: str) -> Licence:
    """Return what a payload says; never raises, and takes time in proportion to the text's length."""
    text = text.lstrip("\ufeff")
    if not is_licence(text):
        return Licence({})
    header = aamva_payload.header_of(text)
    if header is None:
        values, problems = aamva_stripe.read(text)
        return _licence(values, aamva_stripe.issuer_of(text), problems)
    payload = aamva_payload.read(text, header)
    version = int(header.version)
    values = _named(payload.elements, version) | {
        "version": header.version,
        "jurisdiction_version": header.jurisdiction_version,
        "kind": payload.kind,
    }
    unknown = () if version in _VERSIONS else ("unknown_version:version",)
    return _licence(values, header.issuer, payload.problems + unknown)


def _named(elements: Values, version: int) -> Values:
    """Return values by name. Of two elements with one name, the one of today's standard counts where it says something."""
    names = aamva_tables.names(version)
    found: Values = {}
    for id_ in sorted(elements, key=lambda id_: not aamva_tables.is_of_today(id_)):
        name = names.get(id_, id_)
        value = aamva_values.said(elements[id_]) if id_ in names else elements[id_]
        found[name] = found.get(name) or value
    return found


def _licence(values: Values, issuer_id: str, problems: tuple[str, ...]) -> Licence:
    issuer = aamva_tables.issuers().get(issuer_id)
    printed = values.get("country", "").upper()
    country = _COUNTRIES.get(printed, printed) or (issuer.country if issuer else "USA")
    values = values | {"issuer_id": issuer_id, "country": country}
    if issuer:
        values |= {"jurisdiction": issuer.code, "jurisdiction_name": issuer.name}
    else:
        problems = (*problems, "unknown_issuer:issuer_id")
    for reader in _READERS:
        found = reader(values)
        values, problems = values | found.values, problems + found.problems
    fields = {name: value for name, value in values.items() if value}
    missing = tuple(f"missing:{name}" for name in aamva_tables.mandatory() if name not in fields)
    return Licence(fields, problems + missing)
