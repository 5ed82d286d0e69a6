"""How personal data looks to somebody who has no reason to read it yet."""

_MASK = "•" * 5


def masked(text: str) -> str:
    """Return the first character and dots: enough to see that there is something, not what."""
    return text[:1] + _MASK if text else ""


def masked_email(address: str) -> str:
    """Return `a•••••@e•••••.org`."""
    name, _, domain = address.partition("@")
    host, _, ending = domain.rpartition(".")
    return f"{masked(name)}@{masked(host)}.{ending}"
