"""Checking a document against the schema."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from gateway.config.document import Map
from gateway.config.fitting import Fits, fitting
from gateway.config.fragments import of_overlay, strict
from gateway.errors import Problem


def check(document: Map) -> list[Problem]:
    """What breaks the schema; text that came from the environment becomes what the schema asks for.

    The library that tells why something does not fit is imported for that alone.
    """
    overlays = document.get("environments")
    held = overlays.values() if isinstance(overlays, Map) else ()
    if _fits()(document) and all(map(_fits_overlay(), held)):
        return []
    found: list[Problem] = import_module("gateway.config.violations").problems(document)
    return found


@cache
def _fits() -> Fits:
    """Whether a file fits, its overlays apart."""
    return fitting(strict())


@cache
def _fits_overlay() -> Fits:
    """Whether an overlay fits whose variables are not put in."""
    return fitting(of_overlay())
