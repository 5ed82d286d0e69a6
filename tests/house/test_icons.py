"""Icons come from one library, and every one that a page names is there."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs"))
import icons

WEB = icons.SPRITE.parents[3]


def test_the_sprite_holds_the_listed_icons_and_no_other():
    assert re.findall(r'<symbol id="([^"]+)"', icons.SPRITE.read_text()) == sorted(icons.ICONS)


def test_every_icon_a_page_names_is_there():
    named = {
        name
        for page in (WEB / "templates").rglob("*.html")
        for name in re.findall(r'components/icon\.html" with name="([^"]+)"', page.read_text())
    }
    assert len(named) > 10
    assert named - set(icons.ICONS) == set()
