"""From an older version of the language, or none, to the one that is read."""

from __future__ import annotations

import yaml

from gateway.check.spots import Spot, spots

VERSION = 1
_MODELINE = "# yaml-language-server:"


def renewed(text: str) -> str:
    """A configuration that says its version where it said an older one or none; any other text as it is."""
    try:
        at_top = [spot for spot in spots(text) if len(spot.path) == 1]
    except yaml.YAMLError:
        return text
    if not at_top or not at_top[0].is_key:
        return text
    if not any(spot.is_key and spot.value == "version" for spot in at_top):
        return _inserted(text, at_top[0])
    for spot in at_top:
        if spot.path == ("version",) and not spot.is_key and _is_older(spot.value):
            return f"{text[: spot.start]}{VERSION}{text[spot.end :]}"
    return text


def _is_older(value: str) -> bool:
    """Whether a version is a number below the one that is read."""
    try:
        return float(value) < VERSION
    except ValueError:
        return False


def _inserted(text: str, first: Spot) -> str:
    """A text with the version in front of its first key, and of the comments right above that."""
    if text[: first.start].rstrip().endswith("{"):
        return f"{text[: first.start]}version: {VERSION}, {text[first.start :]}"
    start = first.start - first.column + 1
    while (above := text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]).lstrip().startswith("#"):
        if above.startswith(_MODELINE):
            break
        start -= len(above)
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:start]}{' ' * (first.column - 1)}version: {VERSION}{end}{text[start:]}"
