"""Files that were compressed beforehand, each beside the plain one."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from stat import S_ISREG

from gateway.http.roots import Found, beside

SUFFIXES = {"br": ".br", "gzip": ".gz"}
"""The codings we look for, what a client likes equally well in this order."""

_weight = re.compile(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*").fullmatch


def variants(plain: Found) -> dict[str, Found]:
    """The compressed files beside a plain one, by coding; those older than it are not of it any more."""
    found = {coding: beside(plain, suffix) for coding, suffix in SUFFIXES.items()}
    return {coding: each for coding, each in found.items() if each is not None and _is_of(each, plain)}


def _is_of(variant: Found, plain: Found) -> bool:
    """Whether this is a file, at least as new as the plain one."""
    details = variant.details
    return S_ISREG(details.st_mode) and details.st_mtime_ns >= plain.details.st_mtime_ns


def chosen(accept_encoding: str, codings: Collection[str]) -> str | None:
    """The coding of these that a client prefers to a plain file; None if it is to get that."""
    return next((coding for coding in _taken(accept_encoding) if coding in codings), None)


@lru_cache(maxsize=256)
def _taken(accept_encoding: str) -> tuple[str, ...]:
    """The codings a client likes no less than a plain file, best first (RFC 9110 §12.5.3)."""
    weights = dict(_weighed(element) for element in accept_encoding.lower().split(","))
    others = weights.get("*", 0.0)
    wanted = {coding: weights.get(coding, others) for coding in SUFFIXES}
    least = weights.get("identity", others)
    taken = [coding for coding, weight in wanted.items() if weight and weight >= least]
    return tuple(sorted(taken, key=lambda coding: -wanted[coding]))


def _weighed(element: str) -> tuple[str, float]:
    """A coding and how much it is wanted, 1 if nothing is said and 0 for what cannot be read."""
    name, mark, rest = element.partition(";")
    weight = _weight(rest)
    return name.strip(), 1.0 if not mark else float(weight[1]) if weight else 0.0
