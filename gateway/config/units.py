"""Durations, sizes and rates as people write them, as plain numbers."""

from __future__ import annotations

import re

_NUMBER_AND_UNIT = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?)\s*([A-Za-z]+)", re.ASCII)
_RATE = re.compile(r"([0-9]{1,9})/([a-z]+)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "ms": 0.001}
_BYTES = {
    "B": 1,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "KiB": 1 << 10,
    "MiB": 1 << 20,
    "GiB": 1 << 30,
}
_DURATION = "is not a duration; write a number and a unit: ms, s, m, h, d"
_SIZE = "is not a size; write a number and a unit: B, KB, MB, GB, KiB, MiB, GiB"
_PER = "is not a rate; write a number and a time: 10/s, 60/m, 1000/h, 5000/d"


def seconds(text: str) -> float:
    """Seconds of a duration such as 250ms, 30s, 15m, 24h or 7d; raise ValueError that says what is meant."""
    number, unit = _split(text, _SECONDS, _DURATION)
    return number * _SECONDS[unit]


def size(text: str) -> int:
    """Bytes of a size such as 64KiB or 10MB; raise ValueError that says what is meant."""
    number, unit = _split(text, _BYTES, _SIZE)
    return int(number * _BYTES[unit])


def rate(text: str) -> float:
    """Times per second of a rate such as 60/m; raise ValueError that says what is meant."""
    found = _RATE.fullmatch(text)
    if not found or found[2] not in _SECONDS or found[2] == "ms":
        raise ValueError(f'"{text}" {_PER}')
    return int(found[1]) / _SECONDS[found[2]]


def _split(text: str, units: dict[str, float] | dict[str, int], meant: str) -> tuple[float, str]:
    """The number and the unit of a text."""
    found = _NUMBER_AND_UNIT.fullmatch(text)
    if found and found[2] in units and " " not in text:
        return float(found[1]), found[2]
    number = re.match(r"[0-9]+(?:\.[0-9]+)?", text)
    unit = _meant_unit(text[number.end() :].strip(), units) if number else ""
    raise ValueError(f'"{text}" {meant}' + (f" ({number[0]}{unit}?)" if number and unit else ""))


def _meant_unit(written: str, units: dict[str, float] | dict[str, int]) -> str:
    """The unit that was probably meant."""
    begun = [unit for unit in units if written.lower().startswith(unit.lower())]
    near = [unit for unit in units if unit[0].lower() == written[:1].lower()]
    return max(begun, key=len) if begun else (near or list(units))[0]
