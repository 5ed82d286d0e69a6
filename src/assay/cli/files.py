"""Files named on the command line: opened through the decoder, refused with one sentence."""

from pathlib import Path

from assay.cli import screen
from assay.core.refusal import Refusal
from assay.evidence.decoding import decoder, pool
from assay.evidence.decoding.decoder import Clip, Picture, Sound
from assay.policy.schema import Book

# Enough for the eyes and the turning head; 25 a second would be read no better.
CLIP_FRAMES_PER_SECOND, CLIP_LONGEST_SIDE = 10.0, 640


def open_picture(path: Path, book: Book) -> Picture:
    """Return the decoded picture. Raises screen.Stop."""
    data = read_bytes(path, book.uploads.picture_bytes, book)
    try:
        return decoder.decode_picture(data, book.uploads)
    except Refusal as refusal:
        raise _refused(path, refusal, book) from refusal
    except pool.DecoderUnavailable as error:
        raise screen.Stop(f"{error}; run `assay doctor`.", screen.Exit.BROKEN) from error


def open_clip(path: Path, book: Book) -> Clip:
    """Return frames of the recording. Raises screen.Stop."""
    data = read_bytes(path, book.uploads.clip_bytes, book)
    try:
        return decoder.decode_clip(data, book.uploads, CLIP_FRAMES_PER_SECOND, CLIP_LONGEST_SIDE)
    except Refusal as refusal:
        raise _refused(path, refusal, book) from refusal
    except pool.DecoderUnavailable as error:
        raise screen.Stop(f"{error}; run `assay doctor`.", screen.Exit.BROKEN) from error


def open_sound(path: Path, book: Book) -> Sound | None:
    """Return the sound of the recording, None where it has none. Raises screen.Stop."""
    data = read_bytes(path, book.uploads.clip_bytes, book)
    try:
        return decoder.decode_sound(data, book.uploads)
    except Refusal as refusal:
        raise _refused(path, refusal, book) from refusal
    except pool.DecoderUnavailable as error:
        raise screen.Stop(f"{error}; run `assay doctor`.", screen.Exit.BROKEN) from error


def read_bytes(path: Path, most: int, book: Book) -> bytes:
    """Return the file's content. What is too large is not even read, and pipes and devices never."""
    if path.exists() and not path.is_file():
        raise screen.Stop(f"{path}: This is not a file.")
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise screen.Stop(f"{path}: {error.strerror}.") from error
    if len(data) > most:
        raise _refused(path, Refusal("evidence.file.too_large"), book)
    return data


def write_text(path: Path, text: str) -> None:
    """Write what a command was asked to leave behind. Raises screen.Stop."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise screen.Stop(f"{path}: {error.strerror}.") from error


def _refused(path: Path, refusal: Refusal, book: Book) -> screen.Stop:
    return screen.Stop(f"{path}: {book.reasons[refusal.reason].staff}")
