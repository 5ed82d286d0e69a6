"""Spoiled files for the fuzz run: real ones bent in the ways that break decoders, and some that were never real.

Everything is drawn from a generator that the caller seeds, so file 4711 of a run can be made again.
"""

import io
import random
import struct
import zlib

import cv2
import numpy as np
from PIL import Image

_LONGEST_SIDE = 640
INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def seeds(paths):
    """Return name to bytes: every picture in each format, reduced so that thousands can be read, and every PDF as it is."""
    found = {}
    for place, path in enumerate(paths):
        if path.suffix.lower() == ".pdf":
            found[path.name] = path.read_bytes()
            continue
        pixels = cv2.imread(str(path))
        if pixels is None:
            continue
        scale = min(1.0, _LONGEST_SIDE / max(pixels.shape[:2]))
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        picture = Image.fromarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB))
        kind = ("JPEG", "PNG", "WEBP", "PDF", "JPEG", "PNG", "WEBP", "JPEG2000", "JPEG", "TIFF")[place % 10]
        out = io.BytesIO()
        picture.save(
            out, kind, **({"progressive": place % 20 == 0, "exif": _exif()} if kind == "JPEG" else {})
        )
        found[f"{path.stem}.{kind.lower()}"] = out.getvalue()
    return found


def _exif():
    tags = Image.Exif()
    tags[0x0112], tags[0x010F], tags[0x0131], tags[0x9003] = 6, "Maker", "Editor", "2026:01:01 10:00:00"
    return tags


def spoiled(draw: random.Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Return how a file was made, and the file."""
    if draw.random() < 0.08:
        make = draw.choice(INVENTED)
        return make.__name__, make(draw)
    name = draw.choice(sorted(files))
    data = files[name]
    done = []
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        bend = draw.choice(BENDS)
        data = bend(draw, data, files)
        done.append(bend.__name__)
    return f"{name}: {', '.join(done)}", data


# ------------------------------------------------------------------------------- what is done to real files


def flipped_bits(draw, data, _):
    out = bytearray(data)
    for _ in range(draw.choice((1, 4, 16, 64))):
        if out:
            out[draw.randrange(len(out))] ^= 1 << draw.randrange(8)
    return bytes(out)


def flipped_in_the_head(draw, data, _):
    out = bytearray(data)
    for _ in range(draw.choice((1, 2, 8))):
        if out:
            out[draw.randrange(min(len(out), 400))] = draw.randrange(256)
    return bytes(out)


def cut_short(draw, data, _):
    return data[: draw.randrange(len(data) + 1)]


def stretch_removed(draw, data, _):
    start = draw.randrange(len(data) + 1)
    return data[:start] + data[start + draw.randrange(1, 2000) :]


def stretch_repeated(draw, data, _):
    start = draw.randrange(len(data) + 1)
    piece = data[start : start + draw.randrange(1, 500)]
    return data[:start] + piece * draw.choice((2, 10, 200)) + data[start:]


def noise_inserted(draw, data, _):
    start = draw.randrange(len(data) + 1)
    return data[:start] + draw.randbytes(draw.randrange(1, 3000)) + data[start:]


def number_planted(draw, data, _):
    """Lie about a size: an extreme number over two or four bytes, near the front where sizes stand."""
    out, value = bytearray(data), draw.choice(INTERESTING)
    place = draw.randrange(min(len(out), draw.choice((64, 600, 10**9))) or 1)
    width, order = draw.choice((2, 4)), draw.choice("<>")
    packed = struct.pack(f"{order}{'H' if width == 2 else 'I'}", value & (2 ** (8 * width) - 1))
    out[place : place + width] = packed
    return bytes(out)


def spliced(draw, data, files):
    other = files[draw.choice(sorted(files))]
    return data[: draw.randrange(len(data) + 1)] + other[draw.randrange(len(other)) :]


def polyglot(draw, data, files):
    return data + files[draw.choice(sorted(files))]


def disguised(draw, data, _):
    return draw.choice(_MAGIC) + data[draw.choice((0, 4, 16)) :]


def sizes_lied(draw, data, _):
    """Write other dimensions where JPEG and PNG have theirs, with a right checksum."""
    width, height = draw.choice(_SIZES)
    if data.startswith(b"\x89PNG") and len(data) > 33:
        head = struct.pack(">II", width, height) + data[24:29]
        return data[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + data[33:]
    for marker in (b"\xff\xc0", b"\xff\xc2"):
        place = data.find(marker)
        if place > 0:
            return data[: place + 5] + struct.pack(">HH", height & 0xFFFF, width & 0xFFFF) + data[place + 9 :]
    return data


BENDS = (
    flipped_bits, flipped_bits, flipped_in_the_head, cut_short, stretch_removed, stretch_repeated, noise_inserted,
    number_planted, number_planted, spliced, polyglot, disguised, sizes_lied,
)  # fmt: skip
_MAGIC = (
    b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x24\x00\x00\x00WEBPVP8 ", b"%PDF-1.7\n", b"II*\x00", b"GIF89a",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n",
)  # fmt: skip
_SIZES = (
    (65535, 65535),
    (1, 65535),
    (0, 0),
    (60000, 60000),
    (2**31 - 1, 2**31 - 1),
    (20000, 2),
    (8000, 8000),
)


# ------------------------------------------------------------------------------- what was never real


def random_bytes(draw):
    return draw.randbytes(draw.choice((0, 1, 16, 1000, 100_000)))


def random_after_magic(draw):
    return draw.choice(_MAGIC) + draw.randbytes(draw.choice((0, 40, 4000, 60_000)))


def png_bomb(draw):
    """A picture of up to 3.6 thousand million pixels in a few kilobytes."""
    side = draw.choice((6000, 9000, 20_000, 60_000))
    packer = zlib.compressobj(9)
    rows = min(side, 4000)
    body = b"".join(packer.compress(bytes(side + 1)) for _ in range(rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def png_of_many_chunks(draw):
    many = b"".join(_chunk(b"tEXt", b"a\x00" + draw.randbytes(4)) for _ in range(20_000))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)) + many


def png_packed_text(draw):
    """A compressed comment that unpacks to a hundred megabytes."""
    packed = zlib.compress(bytes(draw.choice((10**5, 10**6, 10**6, 10**8))), 9)
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 400, 400, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"zTXt", b"c\x00\x00" + packed) + _chunk(b"IEND", b"")


def deep_pdf(draw):
    """Nesting in arrays, dictionaries or the tree of pages, or a page tree that bites its tail."""
    deep = draw.choice((200, 5000, 100_000))
    match draw.randrange(4):
        case 0:
            return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"[" * deep + b"]" * deep])
        case 1:
            return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</A" * deep + b" 1" + b">>" * deep])
        case 2:
            chain = [
                b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 3) for number in range(min(deep, 5000))
            ]
            return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", *chain])
        case _:
            return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 99999/Kids[2 0 R 2 0 R]>>"])


def huge_pdf_page(draw):
    side = draw.choice((10**5, 10**9, -5, 0))
    content = b"q " * draw.choice((10, 200_000)) + b"0 0 10 10 re f"
    return _pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R>>" % (side, side),
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        ]
    )


def pdf_stream_bomb(draw):
    """A content stream packed twice, 100 MB of it."""
    packed = zlib.compress(
        zlib.compress(b"0 0 m 9 9 l S " * draw.choice((10**4, 10**5, 10**5, 10**5, 7 * 10**6)), 9), 9
    )
    return _pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
            b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(packed), packed),
        ]
    )


INVENTED = (
    random_bytes, random_after_magic, random_after_magic, png_bomb, png_of_many_chunks, png_packed_text, deep_pdf,
    huge_pdf_page, pdf_stream_bomb,
)  # fmt: skip


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _pdf(objects):
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end


# ------------------------------------------------------------------------------- text, numbers


def bent_text(draw: random.Random, text: str) -> str:
    """Return a text with a few of: signs changed, lost, doubled, from other scripts, lines joined, an end torn off."""
    signs = list(text)
    for _ in range(draw.choice((1, 2, 5, 30))):
        place = draw.randrange(len(signs) + 1)
        match draw.randrange(6):
            case 0:
                signs[place : place + 1] = [draw.choice("0A<\x1e\x1d\r\n\x00 @ñЖ٣漢😀²")]
            case 1:
                del signs[place : place + draw.randrange(1, 40)]
            case 2:
                signs[place:place] = signs[place : place + draw.randrange(1, 60)] * draw.choice((1, 2, 50))
            case 3:
                signs[place:place] = chr(draw.randrange(0x20, 0x2000))
            case 4:
                signs[place : place + 4] = str(draw.choice(INTERESTING))
            case _ if draw.random() < 0.2:
                del signs[place:]
    return "".join(signs)


def posteriors(draw: random.Random, line: str, alphabet: str) -> np.ndarray:
    """Return what a recogniser might give for a line: right, doubtful, too short, too long, or without any sense."""
    numbers = np.random.default_rng(draw.randrange(2**32))
    if draw.random() < 0.25:
        steps = draw.choice((4, 30, 200, 650))
        return numbers.dirichlet(np.full(len(alphabet) + 1, 0.05), steps).astype(np.float32)
    text = bent_text(draw, line) if draw.random() < 0.6 else line
    wanted = [0]
    for sign in text[:120]:
        wanted += [alphabet.find(sign) + 1] * draw.choice((1, 1, 2)) + [0] * draw.choice((1, 1, 1, 0))
    sure = draw.choice((0.999, 0.9, 0.6, 0.3))
    spread = numbers.dirichlet(np.full(len(alphabet) + 1, 0.05), len(wanted)) * (1 - sure)
    spread[np.arange(len(wanted)), wanted] += sure
    return spread.astype(np.float32) if len(wanted) >= 4 else posteriors(draw, line, alphabet)
