"""Is this the same number or word, but for a letter read as a figure or a figure read as a letter? Pure.

Line readers confuse the two where print is small; whether a character is a letter or a figure is told by what is expected.
Two letters, or two figures, that differ stay different.
"""

# What each figure is taken for.
_LETTERS = {"0": "OQDCGU", "1": "IL|", "2": "Z", "4": "A", "5": "S", "6": "G", "8": "B"}
_FIGURES = str.maketrans(
    {letter: figure for figure, letters in reversed(_LETTERS.items()) for letter in letters}
)
_WORDS = str.maketrans({figure: letters[0] for figure, letters in _LETTERS.items()})


def same(printed: str, wanted: str) -> bool:
    """Whether two texts in capitals are the same, look-alikes counted as equal."""
    return len(printed) == len(wanted) and all(map(_same_character, printed, wanted))


def figures(text: str) -> str:
    """Return a text with the letters that look like figures as figures."""
    return text.upper().translate(_FIGURES)


def letters(text: str) -> str:
    """Return a text with the figures that look like letters as letters."""
    return text.upper().translate(_WORDS)


def _same_character(one: str, other: str) -> bool:
    return one == other or one in _LETTERS.get(other, "") or other in _LETTERS.get(one, "")
