"""What do the named values of a licence's barcode say together? One function a question: what it read, and what it could not.

Pure. Problems are `what:where`, never values (see aamva.Licence).
"""

from typing import NamedTuple

from assay.checks.engines.barcode import aamva_names, aamva_tables, aamva_values

Values = dict[str, str]


class Found(NamedTuple):
    """Values to put in place of those printed (empty: to be left out), and problems."""

    values: Values
    problems: tuple[str, ...] = ()


def whole_name(values: Values) -> Found:
    """Return surname and all given names, wherever the card writes them."""
    surname = aamva_names.tidied(values.get("surname", ""))
    given = aamva_names.given_names(
        *(values.get(name, "") for name in ("given_names", "first_name", "middle_names"))
    )
    full = values.get("full_name", "")
    if not full or (surname and given):
        return Found({"surname": surname, "given_names": given})
    parts = aamva_names.split(full)
    names = {"surname": surname or parts.surname, "given_names": given or parts.given_names}
    names["name_suffix"] = values.get("name_suffix") or parts.suffix
    return Found(names, ("name_order_guessed:full_name",) if parts.guessed else ())


def dates(values: Values) -> Found:
    """Return dates as ISO 8601; one that is none is left out and named. Noughts fill a date that does not apply."""
    printed = {name: text for name, text in values.items() if name.endswith(("_on", "_until"))}
    read = {name: aamva_values.date_of(text) for name, text in printed.items()}
    problems = tuple(
        f"not_a_date:{name}" for name, text in printed.items() if text.strip("0") and not read[name]
    )
    return Found({name: day.isoformat() if day else "" for name, day in read.items()}, problems)


def codes(values: Values) -> Found:
    """Return codes as words: sex, flags, truncation, compliance. One that is on no list stays as printed and is named."""
    words: Values = {}
    problems: list[str] = []
    for name, text in values.items():
        table = aamva_tables.codes(name)
        if not table or not text:
            continue
        code = text.strip().upper()
        meaning = table.get(code) or table.get(code[0])
        # Readers compare the sex, so it is one of three letters or absent.
        words[name] = meaning or ("" if name == "sex" else text)
        problems += [] if meaning else [f"unknown_code:{name}"]
    return Found(words, tuple(problems))


def height(values: Values) -> Found:
    """Return the height in centimetres and inches, in place of what is printed."""
    printed = values.get("height") or values.get("height_centimetres") or ""
    measured = aamva_values.height_of(printed)
    if measured is None:
        problems = ("not_a_height:height",) if printed.strip("0") else ()
        return Found({"height": "", "height_centimetres": ""}, problems)
    return Found({"height": "", "height_centimetres": str(measured[0]), "height_inches": str(measured[1])})


def weight(values: Values) -> Found:
    """Return the weight in kilograms and pounds. The magnetic stripe has one column for both, by the country's habit."""
    either = values.get("weight", "")
    kilograms = values.get("weight_kilograms") or (either if values.get("country") == "CAN" else "")
    printed = kilograms or values.get("weight_pounds") or either
    measured = aamva_values.weight_of(printed, kilograms=bool(kilograms))
    if measured is None:
        problems = ("not_a_weight:weight",) if printed.strip("0") else ()
        return Found({"weight": "", "weight_kilograms": "", "weight_pounds": ""}, problems)
    return Found({"weight": "", "weight_kilograms": str(measured[0]), "weight_pounds": str(measured[1])})


def address(values: Values) -> Found:
    """Return the address, that of residence where it is the only one, and postal codes as everybody writes them."""
    found = {
        name: values.get(name) or next((values[one] for one in others if values.get(one)), "")
        for name, others in aamva_tables.instead().items()
    }
    for name in ("postal_code", "residence_postal_code"):
        printed = found.get(name) or values.get(name, "")
        found[name] = aamva_values.postal_code_of(printed, values.get("country", ""))
    return Found(found)
