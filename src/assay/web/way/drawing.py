"""How a picture is turned upright inside an SVG drawing, and how what was seen on it is written there."""

from assay.checks.readings import Point


def size_before(width: int, height: int, turned: int) -> tuple[int, int]:
    """Return width and height of a picture before it was turned into a drawing of width x height."""
    return (height, width) if turned % 180 else (width, height)


def transform(width: int, height: int, turned: int) -> str:
    """Return the SVG transform that turns a picture clockwise and moves it back into the drawing of width x height."""
    x, y = {0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[turned % 360]
    return f"translate({x} {y}) rotate({turned % 360})"


def spots(points: tuple[Point, ...], width: int, height: int) -> list[tuple[int, int]]:
    """Return shares of a picture as units of its drawing."""
    return [(round(x * width), round(y * height)) for x, y in points]


def polygon(corners: list[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in corners)
