"""What a reader, ours or a peer's, answers about one image: one line of JSON on its standard output."""

from pydantic import BaseModel, ConfigDict

from assay.cli.benching.documents.expected import Corners


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Seen(_Part):
    """What only our own reader tells: for the picture of the failures, and for what peers do not do.

    Corners are shares of the picture after it was turned clockwise by `turned` degrees. `stages` is processor and wall
    milliseconds by stage; `whole` those of the whole reading, faces included; `decode` those of opening the file.
    """

    turned: int = 0
    outline: Corners | None = None
    strips: tuple[Corners, ...] = ()
    failed: tuple[str, ...] = ()
    stages: dict[str, tuple[float, float]] = {}
    whole: tuple[float, float] = (0.0, 0.0)
    decode: tuple[float, float] = (0.0, 0.0)


class Answer(_Part):
    """`lines` as read, None where none were found or the reader gives fields only; `fields` where it parses by itself.

    `accepted` is the reader's own word that the reading can be relied on, None where it gives none. Times are
    milliseconds from the picture to the zone (a peer's include opening the file); `peak_mb` is the most memory the
    process had so far. `error` is why nothing was read, where something broke.
    """

    lines: tuple[str, ...] | None = None
    fields: dict[str, str] | None = None
    accepted: bool | None = False
    cpu_ms: float = 0.0
    wall_ms: float = 0.0
    peak_mb: float = 0.0
    error: str = ""
    seen: Seen | None = None
