"""Files for the decoder's tests, good and hostile, made from nothing."""

import io
import struct
import zlib
from fractions import Fraction

import av
import numpy as np
from PIL import Image, PngImagePlugin


def gradient(width=640, height=480):
    """A picture whose corners all differ: red grows to the right, green downwards."""
    red, green = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.dstack([red, green, np.full_like(red, 60)]).astype(np.uint8))


def saved(image, kind="JPEG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(side=30_000):
    """A real PNG of side x side one-bit pixels, about 110 kB for 30,000."""
    packer = zlib.compressobj(9)
    row = b"\0" + bytes((side + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def png_with_text(length):
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "A" * length, zip=True)
    return saved(gradient(), "PNG", pnginfo=text)


def pdf(pages=1, *, encrypted=False):
    """A PDF with a red rectangle on each page. `encrypted`: locked by a password nobody knows."""
    kids = " ".join(f"{4 + index} 0 R" for index in range(pages))
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"41" * 32, b"42" * 32)
    return _pdf(
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        _stream(b"1 0 0 rg 0 0 150 420 re f"),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 420]/Contents 3 0 R>>"] * pages,
        trailer=lock if encrypted else b"",
    )


def pdf_bomb(levels=9):
    """A small PDF whose page draws a form ten times, which draws another ten times, and so on."""
    forms = [
        _stream(
            b"/F Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 300 420]/Resources<</XObject<</F %d 0 R>>>>" % below,
        )
        for below in range(6, 6 + levels)
    ]
    return _pdf(
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        _stream(b"/F Do " * 10),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 420]/Contents 3 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        *forms,
        _stream(b"1 0 0 rg 0 0 150 420 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 300 420]"),
    )


def _stream(content, entries=b""):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def _pdf(*objects, trailer=b""):
    """Put objects number 2 and on behind a catalogue, with their cross-reference table."""
    body, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", *objects), 1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(offsets) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF"
    return body + end % (size, table, size, trailer, len(body))


def clip(seconds=2.0, width=320, height=240, kind="webm", codec="libvpx", pace=10, stretch=1):
    """A recording with `pace` frames a second, each brighter than the last; `stretch` multiplies its time
    stamps.
    """
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=kind) as container:
        fast = {"deadline": "realtime", "cpu-used": "8"} if codec.startswith("libvpx") else {}
        stream = container.add_stream(codec, rate=pace, options=fast)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for index in range(int(seconds * pace)):
            grey = np.full((height, width, 3), 30 + index % 200, np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, "bgr24")
            frame.pts, frame.time_base = index * 1000 // pace * stretch, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return buffer.getvalue()
