"""Which of several offers a client prefers (RFC 9110 §12.5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from math import isnan, nan
from typing import Any, NamedTuple

from gateway.http.media_types import BY_EXTENSION

MAX_RANGES = 100
_KEPT_LENGTH = 1000  # characters of a header

_name = re.compile(r"[ \t]*([^;,]*)").match
_parameter = re.compile(
    r";[ \t]*(?P<name>[^;,=]*)"
    r'(?:=[ \t]*(?:"(?P<quoted>(?:[^"\\]|\\.)*)(?:(?P<end>")[^;,]*|\\?\Z)|(?P<plain>[^;,]*)))?',
    re.DOTALL,
).match
_number = re.compile(r"\s*([+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?))").match
_escaped = re.compile(r"\\(.)", re.DOTALL)

Parameters = Mapping[str, str]


class Range(NamedTuple):
    """One element of an Accept header: a name or pattern, its parameters but `q`, its `q`, its place."""

    name: str
    parameters: Parameters
    quality: float
    place: int


class Offer(NamedTuple):
    """What the server could send, in the terms of the header: a media type and its parameters, or a name."""

    name: str
    parameters: Parameters


IDENTITY = Offer("identity", {})
Fit = Callable[[Range, Offer], int | None]
"""How closely an offer fits a range, None if not at all; 0 is a fit by `*`."""


@lru_cache(maxsize=512)
def best(accept: str | None, offers: tuple[str, ...]) -> str | None:
    """The offer (an extension or a full type) a client prefers, as it was given; None if it takes none.

    By quality, then how closely it fits, then the header's order; without a header, the first.
    """
    if not accept:
        return next(iter(offers), None)
    return next(iter(media_types(accept, offers)), None)


def media_types(accept: str | None, offers: Iterable[str] = ()) -> list[str]:
    """The offers a client takes, best first; without offers, what it says it takes (RFC 9110 §12.5.1).

    An offer is a media type or an extension; an extension nobody knows is never taken.
    """
    ranges = [each for each in _ranges("*/*" if accept is None else accept) if "/" in each.name]
    return _preferred(ranges, [(each, _media_type(each)) for each in offers], _fit_media_type)


def charsets(accept: str | None, offers: Iterable[str] = ()) -> list[str]:
    """The same for Accept-Charset (RFC 9110 §12.5.2)."""
    return _preferred(_ranges("*" if accept is None else accept), _named(offers), _fit_name)


def encodings(accept: str | None, offers: Iterable[str] = ()) -> list[str]:
    """The same for Accept-Encoding (RFC 9110 §12.5.3): `identity` is taken unless it, or `*`, has q=0."""
    ranges = _ranges(accept or "")
    if not any(_fit_name(each, IDENTITY) is not None for each in ranges):
        least = min([1.0, *(each.quality for each in ranges if each.quality and not isnan(each.quality))])
        ranges = [*ranges, Range("identity", {}, least, ranges[-1].place + 1 if ranges else 0)]
    return _preferred(ranges, _named(offers), _fit_name)


def languages(accept: str | None, offers: Iterable[str] = ()) -> list[str]:
    """The same for Accept-Language (RFC 9110 §12.5.4): `en` and `en-GB` fit each other."""
    named = [(offer, Offer(name, {}) if (name := _parsed(offer)[0]) else None) for offer in offers]
    return _preferred(_ranges("*" if accept is None else accept), named, _fit_language)


def _preferred(ranges: list[Range], offers: list[tuple[str, Offer | None]], fit: Fit) -> list[str]:
    """The given texts of the offers that are taken, or the names of the ranges, best first."""
    if not offers:
        taken = sorted((each for each in ranges if each.quality > 0), key=lambda each: -each.quality)
        return [each.name for each in taken]
    ranked = [(_rank(ranges, offer, fit), given) for given, offer in offers if offer is not None]
    chosen = [(rank, given) for rank, given in ranked if rank[1] > 0]
    chosen.sort(key=lambda pair: (-pair[0][1], -pair[0][0], pair[0][2]))
    return [given for _, given in chosen]


def _rank(ranges: list[Range], offer: Offer, fit: Fit) -> tuple[float, float, float]:
    """Closeness, quality and place of the range that fits an offer best; quality 0 where none does.

    Of ranges that fit equally the highest quality counts, of those the last; a quality that is no number
    is as good as any other, but nothing is taken by it.
    """
    rank = (0.0, 0.0, -1.0)
    for each in ranges:
        closeness = fit(each, offer)
        if closeness is not None:
            found = (float(closeness), each.quality, float(each.place))
            differences = (new - old for new, old in zip(found, rank, strict=True))
            if next((each for each in differences if each and not isnan(each)), 0) > 0:
                rank = found
    return rank


def _fit_media_type(accepted: Range, offer: Offer) -> int | None:
    """Type before subtype before parameters; each may be `*` in the range."""
    main, _, sub = accepted.name.lower().partition("/")
    offered_main, _, offered_sub = offer.name.partition("/")
    if main not in ("*", offered_main) or sub not in ("*", offered_sub):
        return None
    for name, value in accepted.parameters.items():
        if value != "*" and value.lower() != offer.parameters.get(name, "").lower():
            return None
    return 4 * (main == offered_main) + 2 * (sub == offered_sub) + bool(accepted.parameters)


def _fit_name(accepted: Range, offer: Offer) -> int | None:
    """The same name in any case, or `*`."""
    if accepted.name.lower() == offer.name.lower():
        return 1
    return 0 if accepted.name == "*" else None


def _fit_language(accepted: Range, offer: Offer) -> int | None:
    """The same language; the language of the range's region; the region of the range's language; `*`."""
    name = accepted.name.lower()
    if name == offer.name:
        return 4
    if name.partition("-")[0] == offer.name:
        return 2
    if name == offer.name.partition("-")[0]:
        return 1
    return 0 if name == "*" else None


def _media_type(offer: str) -> Offer | None:
    """An offered media type, or that of an extension; None if nobody knows the extension."""
    text = offer if "/" in offer else BY_EXTENSION.get(offer.rpartition(".")[2].lower(), "").partition(";")[0]
    name, parameters = _parsed(text)
    return Offer(name, {key: value for key, value in parameters.items() if key != "q"}) if text else None


def _named(offers: Iterable[str]) -> list[tuple[str, Offer | None]]:
    """Offers that are names."""
    return [(offer, Offer(offer, {})) for offer in offers]


def _parsed(text: str) -> tuple[str, Parameters]:
    """One element alone: its name in lower case, and its parameters."""
    name, _, rest = text.partition(";")
    parameters = next(_elements(f";{rest}"))[1]
    return name.strip(" \t").lower(), parameters


def _ranges(header: str) -> list[Range]:
    """The elements of a header that have a name, in its order, of the first hundred.

    Those of short headers are kept, as all are that a browser sends; long ones would fill our memory.
    """
    return _kept_ranges(header) if len(header) <= _KEPT_LENGTH else _read_ranges(header)


def _read_ranges(header: str) -> list[Range]:
    """The elements, read anew."""
    found = []
    for place, (name, parameters) in enumerate(_elements(header)):
        if place >= MAX_RANGES:
            break
        rest = {key: value for key, value in parameters.items() if key != "q"}
        if name:
            found.append(Range(name, rest, _quality(parameters.get("q")), place))
    return found


_kept_ranges = lru_cache(maxsize=512)(_read_ranges)


def _elements(header: str) -> Iterator[tuple[str, Parameters]]:
    """The elements of a list, name and parameters of each, whatever they look like (RFC 9110 §5.6)."""
    at = 0
    while at < len(header):
        name, at = _next(_name, header, at)
        parameters: dict[str, str] = {}
        while at < len(header) and header[at] == ";":
            found, at = _next(_parameter, header, at)
            value = _value(found)
            if value is not None:
                parameters.setdefault(found["name"].strip(" \t").lower(), value)
        yield name[1].strip(" \t"), parameters
        at += 1


def _value(found: re.Match[str]) -> str | None:
    """A parameter's value without its quotes; None if it has none, or quotes that do not end."""
    if found["end"]:
        return _escaped.sub(r"\1", found["quoted"])
    return None if found["plain"] is None else found["plain"].strip(" \t")


def _next(pattern: Any, text: str, at: int) -> tuple[re.Match[str], int]:
    """What a pattern that always matches finds at a place, and where it ends."""
    found: re.Match[str] = pattern(text, at)
    return found, found.end()


def _quality(text: str | None) -> float:
    """What `q` weighs, 1 without one; not a number if it starts with none."""
    if not text:
        return 1.0
    found = _number(text)
    return float(found[1]) if found else nan
