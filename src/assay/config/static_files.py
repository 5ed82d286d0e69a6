"""Where the web server's own files lie ready: compressed, and under names that change with their content."""

import hashlib
from importlib.metadata import version
from pathlib import Path

_OURS = Path(__file__).resolve().parents[1] / "web" / "static"
# Packages whose files pages load, too.
_OTHERS = ("django", "django-allauth", "django-htmx")


def folder(home: Path) -> Path:
    """Return the folder for the files as they are now; another version has another, so none is ever stale."""
    state = hashlib.sha256(" ".join(map(version, _OTHERS)).encode())
    for path in sorted(path for path in _OURS.rglob("*") if path.is_file()):
        state.update(str(path.relative_to(_OURS)).encode() + path.read_bytes())
    return home.absolute() / "static" / state.hexdigest()[:16]


def is_ready(home: Path) -> bool:
    return (folder(home) / "staticfiles.json").exists()
