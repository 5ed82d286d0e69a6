"""Whether the weights a test needs are there; tests with real models skip without them."""

from assay.checks.engines.models import ModelMissing, locate


def are_in_place(*names: str) -> bool:
    try:
        return all(locate(name) for name in names)
    except ModelMissing:
        return False
