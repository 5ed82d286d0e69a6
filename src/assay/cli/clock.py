"""The command line's clock. Everything below takes `at`."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
