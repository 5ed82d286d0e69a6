"""Makes the sprite of icons out of Lucide (ISC): one library, so that all have one weight and one corner.

Usage: npm pack lucide-static@1.62.0 && python docs/icons.py lucide-static-1.62.0.tgz
An icon that is not here is added to ICONS, never drawn by hand. The names are what pages call them.
"""

import hashlib
import re
import sys
import tarfile
from pathlib import Path

PACKAGE = "lucide-static-1.62.0.tgz"
SHA256 = "386f9080c440d6f5049cefe3456ae8357f7a0c7f76e59670cd1cb83bc7050a44"
SPRITE = (
    Path(__file__).resolve().parents[1]
    / "src"
    / "assay"
    / "web"
    / "static"
    / "assay"
    / "icons"
    / "sprite.svg"
)
ICONS = {
    "check": "check",
    "circle-check": "circle-check",
    "circle": "circle",
    "cross": "x",
    "circle-cross": "circle-x",
    "warning": "triangle-alert",
    "info": "info",
    "clock": "clock",
    "user": "user",
    "id-card": "id-card",
    "passport": "book-user",
    "face": "scan-face",
    "camera": "camera",
    "upload": "upload",
    "download": "download",
    "shield": "shield-check",
    "lock": "lock",
    "key": "key-round",
    "mail": "mail",
    "phone": "smartphone",
    "laptop": "laptop",
    "codes": "list-ordered",
    "help": "circle-question-mark",
    "sign-out": "log-out",
    "console": "panels-top-left",
    "chevron-right": "chevron-right",
    "chevron-left": "chevron-left",
    "chevron-down": "chevron-down",
    "sun": "sun",
    "moon": "moon",
    "home": "house",
    "search": "search",
    "refresh": "refresh-cw",
    "plus": "plus",
    "trash": "trash-2",
    "edit": "pencil",
    "eye": "eye",
    "globe": "globe",
    "document": "file-text",
    "scale": "scale",
    "list": "list",
    "copy": "copy",
    "turn-left": "undo-2",
    "turn-right": "redo-2",
    "look-up": "arrow-up",
    "dot": "locate",
}


def main(package: Path) -> None:
    if hashlib.sha256(package.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{package} is not {PACKAGE} as it was published.")
    with tarfile.open(package) as archive:
        symbols = [symbol(ours, archive, theirs) for ours, theirs in sorted(ICONS.items())]
    notice = "<!-- Lucide 1.62.0, ISC License, Copyright (c) 2026 Lucide Icons and Contributors; made by docs/icons.py -->"
    SPRITE.write_text(
        "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', notice, *symbols, "</svg>\n"]),
        encoding="utf-8",
    )


def symbol(name: str, archive: tarfile.TarFile, icon: str) -> str:
    file = archive.extractfile(f"package/icons/{icon}.svg")
    if file is None:
        raise SystemExit(f"There is no icon {icon}.")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", file.read().decode(), re.DOTALL)
    assert inside is not None
    shapes = re.sub(r"\s+", " ", inside[1]).replace("> <", "><").replace(" />", "/>").strip()
    return f'  <symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


if __name__ == "__main__":
    main(Path(sys.argv[1]))
