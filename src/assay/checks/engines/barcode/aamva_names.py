"""What is the holder called? Licences write names in one, two or three elements, in several orders. Pure."""

import re
from typing import NamedTuple

# The version of 2000 left the form of a full name to the states.
_PARTS = re.compile(r"[,@$]")


class FullName(NamedTuple):
    """`guessed`: the order of the words had to be guessed."""

    surname: str = ""
    given_names: str = ""
    suffix: str = ""
    guessed: bool = False


def tidied(name: str) -> str:
    """Return a name with one blank between its words: `JUSTIN,WILLIAM` has none."""
    return " ".join(re.sub(r"[,@$]", " ", name).split())


def given_names(given: str, first: str, middle: str) -> str:
    """Return all given names: of one element (before 2009), or of the first and the middle names."""
    first, middle = tidied(given) or tidied(first), tidied(middle)
    # Some states repeat the middle names behind the first name.
    repeated = first != middle and f" {first}".endswith(f" {middle}")
    return first if repeated else f"{first} {middle}".strip()


def split(full_name: str) -> FullName:
    """Return the parts of a full name: `SURNAME,GIVEN,MIDDLE,SUFFIX`, some write @ or $ for the comma.

    Without marks states write the surname last; a surname of two words cannot be told from a middle name then.
    """
    parts = [tidied(part) for part in _PARTS.split(full_name)]
    if len(parts) > 1 and parts[0]:
        surname, given, *more = parts
        return FullName(
            surname, " ".join(part for part in (given, *more[:1]) if part), " ".join(more[1:]).strip()
        )
    words = tidied(full_name).split()
    return FullName(words[-1], " ".join(words[:-1]), "", guessed=len(words) > 1) if words else FullName()
