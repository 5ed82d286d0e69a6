"""How well is print in each script read? `python bench/scripts.py FONTS` with a folder that holds the fonts named below.

24 lines a language (names, dates in words, countries; see script_lines.py) are drawn in the fonts of Debian's packages
fonts-noto-core, fonts-noto-cjk, fonts-dejavu and fonts-hosny-amiri, blurred, made noisy and compressed with a fixed seed, and
read as a document of that country would be: by the Latin, Chinese and Japanese reader, and by the second one where the
language has one. Prints the character error and the processor time of a line as rows of a table.
"""

import argparse
import time
import unicodedata
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein
from script_lines import LANGUAGES, lines_of

from assay.checks.engines.text import recogniser, script_reader, scripts
from assay.checks.engines.text.scripts import Language

SEED, COUNT = 20261122, 24
EUROPEAN = ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "NotoSerif-Regular.ttf", "NotoSans-Bold.ttf")
EAST_ASIAN = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc")
FONTS = {
    "ar": ("NotoNaskhArabic-Regular.ttf", "NotoSansArabic-Regular.ttf", "Amiri-Regular.ttf"),
    "he": ("NotoSansHebrew-Regular.ttf", "DejaVuSans.ttf"),
    "hi": ("NotoSansDevanagari-Regular.ttf",),
    "th": ("NotoSansThai-Regular.ttf", "NotoLoopedThai-Regular.ttf"),
    **dict.fromkeys(("ko", "zh", "ja"), EAST_ASIAN),
}
# Which of the fonts in a collection draws a language's forms of the characters.
FACES = {"ja": 0, "ko": 1, "zh": 2}
SECOND_READERS = {
    "ru": Language.RUSSIAN,
    "uk": Language.UKRAINIAN,
    "sr": Language.SERBIAN,
    "bg": Language.BULGARIAN,
    "el": Language.GREEK,
    "ar": Language.ARABIC,
    "ko": Language.KOREAN,
    "he": Language.HEBREW,
    "hi": Language.HINDI,
    "th": Language.THAI,
}


def drawn(text, language, fonts, chance):
    """Return a line of print on tinted paper, blurred, noisy, compressed; 22 to 40 pixels a letter."""
    name = str(chance.choice(FONTS.get(language, EUROPEAN)))
    size = int(chance.integers(22, 40))
    font = ImageFont.truetype(str(fonts / name), size, index=FACES.get(language, 0))
    left, top, right, bottom = font.getbbox(text)
    margin = int(size * chance.uniform(0.15, 0.35))
    paper, ink = int(chance.integers(190, 245)), int(chance.integers(10, 70))
    tint = (paper, paper - int(chance.integers(0, 15)), paper - int(chance.integers(0, 25)))
    picture = Image.new("RGB", (right - left + 2 * margin, bottom - top + 2 * margin), tint)
    ImageDraw.Draw(picture).text((margin - left, margin - top), text, font=font, fill=(ink, ink, ink))
    pixels = cv2.GaussianBlur(np.asarray(picture).astype(np.float32), (0, 0), chance.uniform(0.6, 1.3))
    pixels = (pixels + chance.normal(0, chance.uniform(4, 10), pixels.shape)).clip(0, 255).astype(np.uint8)
    _, file = cv2.imencode(
        ".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(50, 85))]
    )
    return cv2.imdecode(file, cv2.IMREAD_COLOR)


def at_reading_height(pixels):
    scale = recogniser.ROWS / pixels.shape[0]
    size = (max(16, round(pixels.shape[1] * scale)), recogniser.ROWS)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def plain(text):
    text = unicodedata.normalize("NFKC", " ".join(text.split()))
    return text.replace("’", "'").replace("‘", "'")


def bench(language, fonts):
    """Return (errors of the Latin reader, errors as documents are read, characters, milliseconds a line)."""
    chance = np.random.default_rng(SEED)
    second = SECOND_READERS.get(language)
    first_wrong = wrong = total = 0
    spent = 0.0
    for text in lines_of(language, COUNT, SEED):
        line = at_reading_height(drawn(text, language, fonts, chance))
        started = time.process_time()
        latin = recogniser.read(line)
        read = scripts.chosen(latin, script_reader.read(line, second), second) if second else latin
        spent += time.process_time() - started
        first_wrong += Levenshtein.distance(plain(text), plain(latin[0]))
        wrong += Levenshtein.distance(plain(text), plain(read[0]))
        total += len(plain(text))
    return first_wrong, wrong, total, spent * 1000 / COUNT


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path)
    fonts = parser.parse_args().fonts
    print("| language | PP-OCRv6 small alone | as documents are read | characters | processor ms a line |")
    print("| --- | --- | --- | --- | --- |")
    for language in LANGUAGES:
        first, wrong, total, ms = bench(language, fonts)
        print(f"| {language} | {first / total:.1%} | {wrong / total:.1%} | {total} | {ms:.0f} |", flush=True)


if __name__ == "__main__":
    main()
