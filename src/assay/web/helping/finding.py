"""Which help articles answer a question: words found in titles weigh most, and rare words more than common ones."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_TITLE, _ALSO = 6, 4
_MOST_IN_TEXT = 3
# Scripts that write no blanks between words are looked for by pairs of signs.
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Text:
    """What is searched of one article, in the reader's language."""

    title: str
    also: str
    body: str


def plain(text: str) -> str:
    """Return text without case and accents, so that "Führerschein" is found by "fuhrerschein"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def terms_of(query: str) -> list[str]:
    terms = []
    for word in re.findall(r"\w+", plain(query)):
        if _WITHOUT_BLANKS.search(word) and len(word) > 2:
            terms += [word[at : at + 2] for at in range(len(word) - 1)]
        elif len(word) > 1:
            terms.append(word)
    return list(dict.fromkeys(terms))


def _score(text: Text, term: str) -> int:
    in_text = min(plain(text.body).count(term), _MOST_IN_TEXT)
    return _TITLE * (term in plain(text.title)) + _ALSO * (term in plain(text.also)) + in_text


def ranked(texts: Mapping[str, Text], query: str) -> Sequence[str]:
    """Return the keys of the texts that answer a query, best first."""
    totals = dict.fromkeys(texts, 0.0)
    for term in terms_of(query):
        scores = {key: score for key, text in texts.items() if (score := _score(text, term))}
        if scores:
            weight = math.log(1 + len(texts) / len(scores))
            for key, score in scores.items():
                totals[key] += weight * score
    return sorted((key for key, total in totals.items() if total), key=lambda key: -totals[key])
