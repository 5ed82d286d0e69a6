"""How text is cut into Whisper's tokens and put together again.

Byte pair encoding: each word's bytes, merged pair by pair in the order in which the pairs were learnt (Sennrich et al., "Neural
machine translation of rare words with subword units", 2016; bytes instead of characters as in GPT-2). Both tables stand in
`tokenizer.json`. Only English is cut here: letters, digits and the signs of dates and e-mail addresses.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

_PIECES = re.compile(r"'(?:s|t|re|ve|m|ll|d)| ?[^\W\d_]+| ?\d+| ?[^\s\w]+| ?_+|\s+")


class Tokens:
    """The vocabulary of one model."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, ValueError or KeyError when the file is no vocabulary."""
        content = json.loads(path.read_text(encoding="utf-8"))
        self._ids: dict[str, int] = content["model"]["vocab"]
        pairs = (
            tuple(pair.split(" ")) if isinstance(pair, str) else tuple(pair)
            for pair in content["model"]["merges"]
        )
        self._ranks = {pair: rank for rank, pair in enumerate(pairs)}
        self._words = {number: word for word, number in self._ids.items()}
        self._special = {entry["content"]: int(entry["id"]) for entry in content["added_tokens"]}

    def special(self, name: str) -> int:
        """Return the token of a sign such as `<|startoftranscript|>`. Raises KeyError."""
        return self._special[name]

    def encode(self, text: str) -> list[int]:
        return [self._ids[token] for piece in _PIECES.findall(text) for token in self._merged(piece)]

    def decode(self, tokens: Iterable[int]) -> str:
        """Return the text of tokens; signs that are no text are left out."""
        letters = "".join(self._words[token] for token in tokens if token not in self._special.values())
        return bytes(_bytes()[letter] for letter in letters).decode(errors="replace")

    def _merged(self, piece: str) -> list[str]:
        parts = [_letters()[byte] for byte in piece.encode()]
        while len(parts) > 1:
            pairs = list(pairwise(parts))
            best = min(pairs, key=lambda pair: self._ranks.get(pair, len(self._ranks)))
            if best not in self._ranks:
                break
            at = pairs.index(best)
            parts[at : at + 2] = ["".join(best)]
        return parts


@cache
def _letters() -> dict[int, str]:
    """Return a printable character for each byte: itself where it is one, else one from 256 on."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {byte: chr(256 + place) for place, byte in enumerate(others)}


@cache
def _bytes() -> dict[str, int]:
    return {letter: byte for byte, letter in _letters().items()}
