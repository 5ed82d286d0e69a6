"""Untrusted files in, pixels or a refusal out."""

import os
import random
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import made_files as made
from assay.core.refusal import Refusal
from assay.evidence.decoding import decoder, pool, wire
from assay.evidence.decoding.formats import Format
from assay.policy import load

LIMITS = load.current().uploads


def refused(decode, *arguments):
    """Return the last part of the reason, having checked that it came soon."""
    started = time.monotonic()
    with pytest.raises(Refusal) as refusal:
        decode(*arguments)
    assert time.monotonic() - started < 5
    assert refusal.value.reason in load.current().reasons
    return refusal.value.reason.removeprefix("evidence.file.")


def picture(data):
    return decoder.decode_picture(data, LIMITS)


def clip(data, frames_per_second=5.0, longest_side=160):
    return decoder.decode_clip(data, LIMITS, frames_per_second, longest_side)


HTML = b"<!doctype html><script>alert(1)</script>" * 50
HLS = b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n"
CONCAT = b"ffconcat version 1.0\nfile /etc/passwd\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(lambda: b"", "empty", id="zero bytes"),
        pytest.param(lambda: b"just some text\n" * 40, "unknown_type", id="text"),
        pytest.param(lambda: HTML, "unknown_type", id="HTML named .jpg"),
        pytest.param(lambda: SVG, "unknown_type", id="SVG"),
        pytest.param(lambda: made.saved(made.gradient(), "GIF"), "unknown_type", id="GIF"),
        pytest.param(lambda: made.saved(made.gradient(), "BMP"), "unknown_type", id="BMP"),
        pytest.param(lambda: made.saved(made.gradient())[:9000], "damaged", id="truncated JPEG"),
        pytest.param(lambda: made.saved(made.gradient(), "PNG")[:1000], "damaged", id="truncated PNG"),
        pytest.param(lambda: b"\xff\xd8\xff" + HTML, "damaged", id="HTML behind the first bytes of a JPEG"),
        pytest.param(made.png_bomb, "too_many_pixels", id="PNG of 30,000 x 30,000"),
        pytest.param(
            lambda: made.png_with_text(3_000_000), "damaged", id="PNG with a text chunk that unpacks to 3 MB"
        ),
        pytest.param(lambda: made.saved(made.gradient(900, 100)), "too_small", id="a strip"),
        pytest.param(lambda: made.pdf(encrypted=True), "encrypted", id="encrypted PDF"),
        pytest.param(lambda: made.pdf(pages=11), "too_many_pages", id="PDF of eleven pages"),
        pytest.param(lambda: made.pdf()[:60], "damaged", id="truncated PDF"),
        pytest.param(lambda: b"\xff\xd8\xff" + bytes(LIMITS.picture_bytes), "too_large", id="20 MB"),
        pytest.param(lambda: made.clip(0.5), "unknown_type", id="a clip for a picture"),
    ],
)
def test_unusable_picture_is_refused_with_its_reason(data, problem):
    assert refused(picture, data()) == problem


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(lambda: b"", "empty", id="zero bytes"),
        pytest.param(lambda: HLS, "unknown_type", id="HLS playlist named .mp4"),
        pytest.param(lambda: CONCAT, "unknown_type", id="concat script named .mp4"),
        pytest.param(
            lambda: b"\0\0\0\x18ftypisom" + HLS, "damaged", id="HLS playlist behind the first bytes of an MP4"
        ),
        pytest.param(lambda: b"\0\0\0\x18ftypheic" + bytes(64), "unknown_type", id="HEIC"),
        pytest.param(lambda: made.clip(2, stretch=36_000), "too_long", id="time stamps of twenty hours"),
        pytest.param(lambda: made.clip(0.1, 4096, 2160), "too_many_pixels", id="4096 x 2160"),
        pytest.param(
            lambda: made.clip(1, kind="mp4", codec="libx264")[:-400], "damaged", id="MP4 without its index"
        ),
        pytest.param(
            lambda: made.clip(1, kind="matroska", codec="mpeg4"),
            "unknown_type",
            id="a codec no browser records",
        ),
        pytest.param(lambda: b"\x1aE\xdf\xa3" + bytes(LIMITS.clip_bytes), "too_large", id="40 MB"),
    ],
)
def test_unusable_clip_is_refused_with_its_reason(data, problem):
    assert refused(clip, data()) == problem


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pixels_are_bgr_and_upright(kind):
    pixels = picture(made.saved(made.gradient(), kind)).pixels
    assert pixels.shape == (480, 640, 3)
    assert pixels.dtype == np.uint8
    assert pixels[470, 10].tolist() == pytest.approx([60, 250, 4], abs=8)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_picture_stored_turned_comes_upright(orientation):
    upright = made.gradient(500, 700)
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # EXIF orientation -> Image.Transpose that stores it so
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(undo[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    decoded = picture(made.saved(stored, quality=95, exif=exif))
    assert (decoded.width, decoded.height) == (500, 700)
    assert np.abs(decoded.pixels[:, :, ::-1].astype(int) - np.asarray(upright)).mean() < 3


def _animation():
    frames = [made.gradient(), Image.new("RGB", (640, 480), "blue")]
    return {"save_all": True, "append_images": frames[1:]}


def _transparent():
    image = made.gradient().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    return image


@pytest.mark.parametrize(
    ("data", "corner"),
    [
        pytest.param(
            lambda: made.saved(made.gradient().convert("CMYK"), quality=95), [60, 5, 250], id="CMYK JPEG"
        ),
        pytest.param(lambda: made.saved(made.gradient().convert("L")), [83, 83, 83], id="grey JPEG"),
        pytest.param(
            lambda: made.saved(made.gradient().quantize(200), "PNG"), [60, 5, 250], id="palette PNG"
        ),
        pytest.param(lambda: made.saved(_transparent(), "PNG"), [255, 255, 255], id="transparent PNG"),
        pytest.param(
            lambda: made.saved(Image.fromarray(np.full((400, 400), 40_000, np.uint16)), "PNG"),
            [156] * 3,
            id="16-bit PNG",
        ),
        pytest.param(
            lambda: made.saved(made.gradient(), "WEBP", **_animation()), [60, 5, 250], id="animated WebP"
        ),
        pytest.param(
            lambda: made.saved(made.gradient(), "PNG", **_animation()), [60, 5, 250], id="animated PNG"
        ),
        pytest.param(lambda: made.saved(made.gradient(), "MPO", **_animation()), [60, 5, 250], id="MPO"),
    ],
)
def test_every_kind_of_pixel_becomes_bgr_of_the_first_frame(data, corner):
    decoded = picture(data())
    assert decoded.pixels[5, decoded.width - 6].tolist() == pytest.approx(corner, abs=14)


def test_first_page_of_a_pdf_is_rendered_at_300_dots_per_inch():
    page = picture(made.pdf(pages=3))
    assert (page.format, page.width, page.height) == (Format.PDF, 1250, 1751)
    assert page.pixels[800, 100].tolist() == [0, 0, 255]
    assert page.pixels[800, 1200].tolist() == [255, 255, 255]


def test_what_the_file_claims_about_its_origin_is_kept_without_control_characters():
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Canon", "Canon EOS 80D", "Paint\x07er"
    exif.get_ifd(0x8769)[0x9003] = "2026:05:01 10:11:12"
    decoded = picture(made.saved(made.gradient(), exif=exif))
    assert (decoded.taken_at, decoded.camera) == ("2026:05:01 10:11:12", "Canon EOS 80D")
    assert decoded.software == "Painter"


def test_broken_metadata_are_no_reason_to_refuse_a_picture():
    for broken in (b"Exif\0\0" + b"\xff" * 40, b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(range(60))):
        decoded = picture(made.saved(made.gradient(), exif=broken))
        assert (decoded.width, decoded.height) == (640, 480)


def test_display_copy_is_a_small_fresh_jpeg_without_metadata():
    exif = Image.Exif()
    exif[0x010F] = "Canon"
    copy = decoder.display_copy(picture(made.saved(made.gradient(), exif=exif)).pixels, 200)
    shown = picture_of_display_copy(copy)
    assert (shown.size, shown.format, dict(shown.getexif())) == ((200, 150), "JPEG", {})


def picture_of_display_copy(copy):
    return Image.open(made.io.BytesIO(copy))


@pytest.mark.parametrize(("kind", "codec"), [("webm", "libvpx"), ("webm", "libvpx-vp9"), ("mp4", "libx264")])
def test_clip_gives_frames_at_the_asked_pace_by_time_stamps(kind, codec):
    decoded = clip(made.clip(2, kind=kind, codec=codec), frames_per_second=5, longest_side=160)
    assert [at for at, _ in decoded.frames] == pytest.approx([index / 5 for index in range(10)], abs=0.02)
    assert (decoded.width, decoded.height) == (320, 240)
    assert all(pixels.shape == (120, 160, 3) for _, pixels in decoded.frames)
    assert decoded.frames[-1][1].mean() == pytest.approx(48, abs=3)


def test_clip_that_breaks_off_gives_what_is_there():
    whole = made.clip(4)
    assert 3 <= len(clip(whole[: len(whole) // 2]).frames) < 20


def test_largest_allowed_picture_fits_into_the_childs_memory():
    side = int(LIMITS.picture_pixels**0.5)
    exif = Image.Exif()
    exif[0x0112] = 6
    data = made.saved(Image.new("RGBA", (side, side), (9, 9, 9, 255)), "PNG", exif=exif, compress_level=1)
    assert picture(data).pixels.shape == (side, side, 3)


def test_hostile_files_leave_this_process_small():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(picture, made.png_bomb())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_child_can_do_nothing_that_the_kernel_lets_us_forbid():
    sandbox = decoder.sandbox()
    assert sandbox.no_new_privileges
    assert "use_much_memory" not in sandbox.possible
    if sandbox.landlock or sandbox.seccomp:
        assert not {"read_file", "write_file"} & set(sandbox.possible)
    if sandbox.seccomp:
        assert not sandbox.possible


def test_child_has_none_of_our_environment(monkeypatch):
    monkeypatch.setenv("ASSAY_SECRET", "swordfish")
    child = pool.Child()
    try:
        assert b"swordfish" not in Path(f"/proc/{child._process.pid}/environ").read_bytes()
    finally:
        child.stop()


def test_child_that_was_killed_is_replaced():
    with pool.POOL.child(time.monotonic() + 30) as child:
        victim = child
    os.kill(victim._process.pid, 9)
    assert picture(made.saved(made.gradient())).width == 640


def test_child_that_stays_silent_is_killed_and_the_file_refused(monkeypatch):
    monkeypatch.setattr(decoder, "PICTURE_WALL_SECONDS", 0.0)
    assert refused(picture, made.saved(made.gradient())) == "took_too_long"
    monkeypatch.undo()
    assert picture(made.saved(made.gradient())).width == 640


def test_child_that_uses_up_its_processor_time_is_ended_by_the_kernel(monkeypatch):
    monkeypatch.setattr(decoder, "PICTURE_CPU_SECONDS", 1)
    assert refused(picture, made.pdf_bomb()) == "took_too_long"


def test_answer_that_breaks_the_protocol_is_a_damaged_file():
    reading, writing = os.pipe()
    os.write(writing, b"\xff\xff\xff\xff")
    with pytest.raises(wire.Garbled):
        wire.Reader(reading, time.monotonic() + 5).message()
    os.close(reading)
    os.close(writing)


def test_many_threads_at_once_each_get_their_own_picture():
    widths = [400 + 10 * index for index in range(12)]
    found = {}

    def decode(width):
        found[width] = picture(made.saved(made.gradient(width, 400))).width

    threads = [threading.Thread(target=decode, args=[width]) for width in widths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {width: width for width in widths}


def test_forked_process_starts_children_of_its_own():
    picture(made.saved(made.gradient()))
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, b"%d" % picture(made.saved(made.gradient())).width)
            pool.POOL.stop()
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    assert os.read(reading, 10) == b"640"
    os.close(reading)
    assert picture(made.saved(made.gradient())).width == 640


def test_clip_marked_as_turned_comes_upright(tmp_path):
    ffmpeg = shutil.which("ffmpeg")
    if not ffmpeg:
        pytest.skip("the ffmpeg command turns the clip for this test")
    flat, turned, shown = tmp_path / "flat.mp4", tmp_path / "turned.mp4", tmp_path / "shown.png"
    made.gradient(320, 240).save(tmp_path / "still.png")
    quiet = [ffmpeg, "-v", "error", "-y"]
    yuv = ["-pix_fmt", "yuv420p"]
    subprocess.run(
        [*quiet, "-loop", "1", "-t", "1", "-i", str(tmp_path / "still.png"), *yuv, str(flat)], check=True
    )
    subprocess.run(
        [*quiet, "-i", str(flat), "-c", "copy", "-metadata:s:v", "rotate=90", str(turned)], check=True
    )
    subprocess.run([*quiet, "-i", str(turned), "-frames:v", "1", str(shown)], check=True)
    decoded = clip(turned.read_bytes(), longest_side=400)
    assert (decoded.width, decoded.height) == (240, 320)
    expected = np.asarray(Image.open(shown).convert("RGB"))[:, :, ::-1]
    assert np.abs(decoded.frames[0][1].astype(int) - expected).mean() < 4


def test_children_end_with_their_process_also_when_it_is_killed():
    script = (
        "import time; from assay.evidence.decoding import decoder, pool; decoder.sandbox();"
        "print(pool.POOL._idle[0]._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        child = Path("/proc") / process.stdout.readline().strip()
        assert child.exists()
        process.kill()
    until = time.monotonic() + 5
    while child.exists() and "State:\tZ" not in (child / "status").read_text() and time.monotonic() < until:
        time.sleep(0.02)
    assert not child.exists() or "State:\tZ" in (child / "status").read_text()


def test_sixty_damaged_files_are_decoded_or_refused_and_never_more():
    dice = random.Random(7)
    whole = [(picture, made.saved(made.gradient(), kind)) for kind in ("JPEG", "PNG", "WEBP")]
    whole += [(picture, made.pdf()), (clip, made.clip(1)), (clip, made.clip(1, kind="mp4", codec="libx264"))]
    answers = set()
    for decode, data in whole * 10:
        damaged = bytearray(data)
        for _ in range(dice.choice([1, 5, 40])):
            damaged[dice.randrange(8, len(damaged))] = dice.randrange(256)
        try:
            decode(bytes(damaged))
        except Refusal as refusal:
            answers.add(refusal.reason)
    assert answers <= set(load.current().reasons)
