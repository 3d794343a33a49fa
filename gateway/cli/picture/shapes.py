"""The shapes of an SVG: texts, boxes and lines, with the width that text takes."""

from __future__ import annotations

import unicodedata
from html import escape
from itertools import accumulate

_WIDE = frozenset("WF")
_UNSEEN = frozenset({"Cc", "Cs", "Cn", "Co"})
_SHARE = 0.602  # of the size of a letter in fonts whose letters are all of one width


def text(at: tuple[float, float], content: str, kind: str, *, most: float = 0, size: float = 13) -> str:
    """A line of text; one that is wider than `most` is cut, and whole for who points at it."""
    shown = fitting(content, most, size) if most else content
    whole = "" if shown == content else f"<title>{escaped(content)}</title>"
    return f'<text x="{at[0]:g}" y="{at[1]:g}" class="{kind}">{escaped(shown)}{whole}</text>'


def box(at: tuple[float, float], size: tuple[float, float], kind: str, radius: float) -> str:
    """A box with round corners."""
    place = f'x="{at[0]:g}" y="{at[1]:g}" width="{size[0]:g}" height="{size[1]:g}"'
    return f'<rect {place} rx="{radius:g}" class="{kind}"/>'


def path(steps: str, kind: str) -> str:
    """A line along some steps."""
    return f'<path d="{steps}" class="{kind}"/>'


def width(content: str, size: float) -> float:
    """How wide text is at most, in a font whose letters are all of one width."""
    return sum(2 if unicodedata.east_asian_width(each) in _WIDE else 1 for each in content) * size * _SHARE


def fitting(content: str, most: float, size: float) -> str:
    """Text, its end cut off if it is too wide."""
    if width(content, size) <= most:
        return content
    widths = accumulate((width(each, size) for each in content), initial=width("…", size))
    kept = sum(1 for taken in widths if taken <= most)
    return f"{content[: max(kept - 1, 0)]}…"


def escaped(content: str) -> str:
    """Text as XML has it; what no document may hold becomes a mark that shows it."""
    seen = "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(each) in _UNSEEN else each for each in content
    )
    return escape(seen)
