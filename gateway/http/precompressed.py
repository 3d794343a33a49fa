"""Files that were compressed beforehand, each beside the plain one."""

from __future__ import annotations

from stat import S_ISREG

from gateway.http.roots import Found, beside

SUFFIXES = {"br": ".br", "gzip": ".gz"}
"""The codings we look for, what a client likes equally well in this order."""


def variants(plain: Found) -> dict[str, Found]:
    """The compressed files beside a plain one, by coding; those older than it are not of it any more."""
    found = {coding: beside(plain, suffix) for coding, suffix in SUFFIXES.items()}
    return {coding: each for coding, each in found.items() if each is not None and _is_of(each, plain)}


def _is_of(variant: Found, plain: Found) -> bool:
    """Whether this is a file, at least as new as the plain one."""
    details = variant.details
    return S_ISREG(details.st_mode) and details.st_mtime_ns >= plain.details.st_mtime_ns
