"""A rule that says no.

`Refusal` carries a reason code of `policy/data/reasons.toml`; the web turns it into 409, `NotPermitted` into 403.
"""


class Refusal(Exception):  # noqa: N818  the house word for a rule that says no
    """The rule book said no."""

    def __init__(self, reason: str, **details: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


class NotPermitted(Exception):  # noqa: N818
    """The actor's roles do not include the permission, or the object is somebody else's."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class IllegalMove(Exception):  # noqa: N818
    """The lifecycle has no such step from this status."""

    def __init__(self, lifecycle: str, status: str, event: str) -> None:
        super().__init__(f"{lifecycle}: no {event} from {status}")
        self.lifecycle = lifecycle
        self.status = status
        self.event = event
