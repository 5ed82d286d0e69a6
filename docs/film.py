"""Makes the tutorial film out of real pages: `python docs/film.py http://localhost:8000` beside a running `assay run --demo`.

A new demo customer goes all the way with the sandbox's synthetic people (docs/NOTICE says whose portraits they are made from);
each scene of `assay.web.helping.film` is one picture of the page. Captions are not burnt in: the page serves them.
"""

import argparse
import base64
import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assay.config.settings")

import av
import django
import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

django.setup()

from assay.sandbox import clips, documents, photos, portraits
from assay.sandbox.people import Person, person
from assay.web.helping.film import SCENES

OUT = Path(__file__).resolve().parents[1] / "src" / "assay" / "web" / "static" / "assay" / "film"
SIZE = (360, 640)
SHARPNESS = 1.5
FPS = 5
_FADE = 3  # frames
_MOST_BYTES = 1_500_000
_PASSWORD = "a film is not a secret"  # noqa: S105 -- of a customer who exists in a demo only


@contextmanager
def _window(address: str) -> Iterator[Page]:
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as running:
        flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        browser = running.chromium.launch(executable_path=browser_path, args=flags)
        window = browser.new_context(
            base_url=address,
            viewport={"width": SIZE[0], "height": SIZE[1]},
            device_scale_factor=SHARPNESS,
            reduced_motion="reduce",
            locale="en-GB",
        )
        window.set_default_timeout(30_000)
        yield window.new_page()
        browser.close()


def _press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).or_(
        page.locator("main").get_by_role("link", name=name, exact=True)
    ).first.click()
    page.wait_for_load_state("load")


def _sign_up(page: Page, email: str) -> None:
    page.goto("/account/signup/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Choose a password").fill(_PASSWORD)
    _press(page, "Continue")
    outbox = page.context.new_page()
    outbox.goto(f"/outbox/?to={email}")
    code = re.search(r"\d{4}-\d{4}", outbox.content())
    outbox.close()
    if code is None:
        raise SystemExit("The demo wrote no code; is this `assay run --demo`?")
    page.locator("input.code-input").fill(code.group())
    page.locator("main form button").first.click()
    page.wait_for_load_state("load")


_POST = """async ([address, base64, name, kind]) => {
  const body = new FormData();
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  body.append("file", new Blob([bytes], { type: kind }), name);
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const made = document.querySelector("[name=made_for]");
  if (made) body.append("made_for", made.value);
  return (await fetch(address, { method: "POST", body, headers })).status;
}"""


def _give(page: Page, address: str, data: bytes, kind: str) -> None:
    """Send a file as the page's form would, then open the page that is next."""
    status = page.evaluate(_POST, [address, base64.b64encode(data).decode(), "film", kind])
    if status != 200:
        raise SystemExit(f"{address} answered {status}")
    page.goto("/verification")


def _type_details(page: Page, bearer: Person) -> None:
    page.get_by_label("Given names").fill(bearer.given_names)
    page.get_by_label("Surname").fill(bearer.surname)
    for label, number in (
        ("Day", bearer.born_on.day),
        ("Month", bearer.born_on.month),
        ("Year", bearer.born_on.year),
    ):
        page.get_by_label(label, exact=True).fill(str(number))


def _clip(bearer: Person) -> bytes:
    """Return a recording that nobody would approve; the film only needs one that can be sent."""
    face = np.asarray(
        Image.open(portraits.find(bearer.portrait_id).smiling).convert("RGB").resize((480, 640))
    )
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "challenge.webm"
        clips.write_webm([face[..., ::-1]] * 30, target, fps=10)
        return target.read_bytes()


_DRAW = """async () => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  await fetch("/verification/challenge/draw", { method: "POST", headers });
}"""


def _send(page: Page, look: Callable[[Page, str], None], bearer: Person) -> None:
    """From the video to the answer."""
    page.evaluate(_DRAW)
    page.goto("/verification/challenge?way=file")
    _give(page, "/verification/challenge?way=file", _clip(bearer), "video/webm")
    page.locator(".busy-line").wait_for(state="detached", timeout=120_000)
    while page.locator("#live form[action$=accept] button").count():
        page.locator("#live form[action$=accept] button").first.click()
        page.wait_for_load_state("load")
    page.locator("#read").scroll_into_view_if_needed()
    look(page, "review")
    _press(page, "Send for verification")
    look(page, "status")


def pictures_of(address: str) -> dict[str, bytes]:
    """Walk the whole way as a new customer and return a picture of each page that could be reached."""
    found: dict[str, bytes] = {}
    bearer = person(0)

    def look(page: Page, name: str) -> None:
        page.wait_for_timeout(600)
        found[name] = page.screenshot()

    with _window(address) as page:
        _sign_up(page, f"film{os.getpid()}@utopia.example")
        page.goto("/")
        look(page, "home")
        _press(page, "Verify now")
        if "/account/registration" in page.url:
            page.locator("main form button").first.click()
            page.wait_for_load_state("load")
        page.get_by_label("Country of residence").select_option("UT")
        look(page, "residence")
        _press(page, "Continue")
        look(page, "checklist")
        _press(page, "Continue")
        _type_details(page, bearer)
        look(page, "details")
        _press(page, "Continue")
        look(page, "confirm")
        page.locator("main form[method=post] button").first.click()
        page.wait_for_url("**/verification/document")
        page.get_by_label("Passport").check()
        look(page, "document")
        _press(page, "Continue")
        page.wait_for_load_state("load")
        page.goto("/verification/front")
        look(page, "front")
        scan = documents.draw("passport", bearer)[0]
        _give(page, "/verification/front", photos.take(scan), "image/jpeg")
        look(page, "selfie")
        _give(
            page,
            "/verification/selfie",
            portraits.find(bearer.portrait_id).smiling.read_bytes(),
            "image/jpeg",
        )
        look(page, "challenge")
        _send(page, look, bearer)
    return found


def _frames(stills: list[np.ndarray], seconds: list[float]) -> Iterator[np.ndarray]:
    """Yield each still for its seconds; the last frames fade into the next one."""
    for (still, length), (following, _) in pairwise([*zip(stills, seconds, strict=True), (stills[-1], 0)]):
        count = round(length * FPS)
        for _ in range(count - _FADE):
            yield still
        for step in range(_FADE):
            share = (step + 1) / _FADE
            yield (still * (1 - share) + following * share).astype(np.uint8)


def film(pictures: dict[str, bytes], folder: Path) -> int:
    """Write verify.webm (VP9, no sound) and its poster; return its size in bytes. A missing scene shows the one before."""
    stills: list[np.ndarray] = []
    for scene in SCENES:
        data = pictures.get(scene.picture)
        still = np.asarray(Image.open(io.BytesIO(data)).convert("RGB")) if data else stills[-1]
        stills.append(still[: still.shape[0] // 2 * 2, : still.shape[1] // 2 * 2])
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "verify.webm"
    with av.open(str(target), "w") as file:
        stream = file.add_stream("libvpx-vp9", rate=FPS)
        stream.height, stream.width = stills[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": "36", "b": "0", "deadline": "realtime", "cpu-used": "8", "g": "100"}
        for picture in _frames(stills, [scene.seconds for scene in SCENES]):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode())
    Image.fromarray(stills[0]).save(folder / "verify.webp", quality=70)
    return target.stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    pictures = pictures_of(arguments.address)
    missing = [scene.picture for scene in SCENES if scene.picture not in pictures]
    with tempfile.TemporaryDirectory() as folder:
        size = film(pictures, Path(folder))
        if size > _MOST_BYTES:
            raise SystemExit(f"{size} bytes are too many")
        arguments.out.mkdir(parents=True, exist_ok=True)
        for made in Path(folder).iterdir():
            shutil.copyfile(made, arguments.out / made.name)
    sys.stdout.write(f"{size} bytes; pages not reached: {', '.join(missing) or 'none'}\n")


if __name__ == "__main__":
    main()
