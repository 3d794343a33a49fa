"""The values of the environment a process runs in, laid over those of every environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.config.document import Map
from gateway.config.suggest import did_you_mean, there_are
from gateway.errors import ConfigReferenceError, Problem

DEFAULT = "development"
ALWAYS = (DEFAULT, "production")
NOT_IN_OVERLAY = ("version", "include", "routes", "stacks", "environments")


def chosen(environ: Mapping[str, str]) -> str:
    """The name of the environment; development if GATEWAY_ENV says none."""
    return environ.get("GATEWAY_ENV") or DEFAULT


def overlaid(document: Map, environment: str, *, mounted: bool = False) -> Map:
    """The document with one overlay merged in; raise ConfigReferenceError if there is no such overlay.

    A mounted document need not have one: the file that mounts it knows the name of the environment.
    `environments` keeps the others, which are not laid over anything but checked all the same.
    """
    overlays = document.get("environments")
    if not isinstance(overlays, Map):
        return document
    known = [*overlays, *(name for name in ALWAYS if name not in overlays)]
    if environment not in known and not mounted:
        message = f'GATEWAY_ENV is "{environment}"{did_you_mean(environment, known)}'
        help_ = there_are(known)
        raise ConfigReferenceError([Problem(document.key_at("environments"), "GW090", message, help_)])
    overlay = overlays.get(environment)
    if not isinstance(overlay, Map):
        return document
    allowed = _without(overlay, NOT_IN_OVERLAY)
    result = merged(document, allowed)
    rest = _without(overlays, (environment,))
    refused = _without(overlay, tuple(allowed))
    if refused:
        rest.put(environment, refused, overlays.key_at(environment), overlays.value_at(environment))
    result.put("environments", rest, document.key_at("environments"), document.value_at("environments"))
    return result


def merged(below: Map, above: Map) -> Map:
    """Two mappings as one: mappings merged deep, everything else replaced, each value keeping its place."""
    result = below.only(below)
    for key in above:
        value: Any = above[key]
        if isinstance(value, Map) and isinstance(below.get(key), Map):
            result.put(key, merged(below[key], value), below.key_at(key), below.value_at(key))
        else:
            result.take(key, above)
    return result


def _without(mapping: Map, keys: tuple[str, ...]) -> Map:
    """A mapping without some of its keys."""
    return mapping.only(key for key in mapping if key not in keys)
