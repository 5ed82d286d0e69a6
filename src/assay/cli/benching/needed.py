"""Are the weights there that a bench needs?"""

from assay.checks import weights
from assay.cli import screen


def need_weights(prefix: str = "") -> None:
    """Stop where weights are missing that no reading can do without; `prefix` begins the wanted ones. Raises screen.Stop."""
    lacking = [model.id for model in weights.wanted() if model.id.startswith(prefix) and not model.optional]
    if lacking:
        raise screen.Stop(
            f"Not in place: {', '.join(lacking)}. Run `assay models fetch`.", screen.Exit.BROKEN
        )
