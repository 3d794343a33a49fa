"""Which of several offers a client prefers (RFC 9110 §12.5.1)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from gateway.http.media_types import BY_EXTENSION, OCTETS

MAX_RANGES = 100

# A quote without its end reaches to the end of the text, so that no text is scanned twice.
_element = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.?)*"?)+').findall
_parameter = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.?)*"?)+').findall
_range = re.compile(r"([!#$%&'*+\-.^_`|~\w]+)/([!#$%&'*+\-.^_`|~\w]+)", re.ASCII).fullmatch
_weight = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?", re.ASCII).fullmatch


class MediaRange(NamedTuple):
    """One element of an Accept header."""

    main: str
    sub: str
    parameters: frozenset[str]
    quality: float
    place: int

    def fits(self, main: str, sub: str, parameters: frozenset[str]) -> bool:
        """Whether a media type lies in this range."""
        return self.main in ("*", main) and self.sub in ("*", sub) and self.parameters <= parameters

    @property
    def specificity(self) -> tuple[bool, bool, int]:
        """Exact types before `text/*` before `*/*`, more parameters before fewer."""
        return self.main != "*", self.sub != "*", len(self.parameters)


@lru_cache(maxsize=512)
def best(accept: str | None, offers: tuple[str, ...]) -> str | None:
    """The offer (an extension or a full type) a client prefers, as it was given; None if it takes none.

    By quality, then specificity, then the header's order; without a header that says anything, the first.
    """
    ranges = _ranges(accept or "")
    if not ranges:
        return next(iter(offers), None)
    ranked = [(rank, offer) for offer in offers if (rank := _rank(offer, ranges))]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _rank(offer: str, ranges: list[MediaRange]) -> tuple[float, tuple[bool, bool, int], int] | None:
    """How much an offer is wanted, by the most specific range it lies in; None if it is not."""
    name, *parameters = _split(offer if "/" in offer else BY_EXTENSION.get(offer, OCTETS))
    main, _, sub = name.partition("/")
    fitting = [each for each in ranges if each.fits(main, sub, frozenset(parameters))]
    if not fitting:
        return None
    chosen = max(fitting, key=lambda each: each.specificity)
    return (chosen.quality, chosen.specificity, -chosen.place) if chosen.quality else None


def _ranges(accept: str) -> list[MediaRange]:
    """The elements of an Accept header that are well-formed, in its order."""
    found = (_media_range(element, place) for place, element in enumerate(_element(accept)[:MAX_RANGES]))
    return [each for each in found if each is not None]


def _media_range(element: str, place: int) -> MediaRange | None:
    """One element; None if it is malformed."""
    name, *parameters = _split(element)
    named = _range(name)
    weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    if named is None or not _weight(weight) or (named[1] == "*" and named[2] != "*"):
        return None
    kept = frozenset(each for each in parameters if not each.startswith(("q=", "charset=")))
    return MediaRange(named[1], named[2], kept, float(weight), place)


def _split(element: str) -> list[str]:
    """A media type and its parameters, lower case and without spaces."""
    return [part.strip().lower() for part in _parameter(element)] or [""]
