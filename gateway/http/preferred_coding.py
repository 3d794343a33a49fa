"""Which content coding a client likes best."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def preferred(accepted: str, ours: tuple[str, ...]) -> str | None:
    """The coding of ours that a client likes best, the first of equals; None to send what we have.

    It goes by the qualities of Accept-Encoding (RFC 9110 §12.5.3): 0 is a refusal, `*` stands for what is not
    named, and what is preferred to be sent as it is, is sent so.
    """
    qualities = {name: quality for name, quality in map(_parsed, accepted.lower().split(",")) if name}
    others = qualities.get("*", 0.0)
    best = max(ours, key=lambda name: _quality(qualities, name, others), default="")
    quality = _quality(qualities, best, others)
    return best if quality > 0 and quality >= qualities.get("identity", others) else None


def _quality(qualities: dict[str, float], name: str, others: float) -> float:
    """How much a client likes a coding, which may go by its old name."""
    return qualities.get(name, qualities.get(f"x-{name}", others))


def _parsed(element: str) -> tuple[str, float]:
    """A coding and its quality; what is no quality is none."""
    name, _, parameter = element.partition(";")
    key, _, value = parameter.partition("=")
    if key.strip() != "q":
        return name.strip(), 1.0
    try:
        quality = float(value)
    except ValueError:
        return name.strip(), 0.0
    return name.strip(), quality if 0 <= quality <= 1 else 0.0
