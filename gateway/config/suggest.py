"""Which of the names there are was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """` (did you mean "x"?)`, or nothing if no name is near."""
    known = list(names)
    folded = {each.lower(): each for each in known}
    near = get_close_matches(name[:100], known, n=1) or [
        folded[each] for each in get_close_matches(name[:100].lower(), folded, n=1)
    ]
    return f' (did you mean "{near[0]}"?)' if near else ""


def surely(name: str, names: Iterable[str]) -> str | None:
    """The name that was meant, if it is near and no other is about as near."""
    known = list(names)
    nearest = (
        get_close_matches(name[:100].lower(), known, n=2, cutoff=least) for least in (0.7, 0.8, 0.9, 1)
    )
    return next((near[0] for near in nearest if len(near) == 1), None)


def there_are(names: Iterable[str]) -> str:
    """What there is instead of a name: `there is a`, `there are a, b and c`, or `there is none`."""
    known = list(names)
    return f"there {'is' if len(known) < 2 else 'are'} {listed(known, last='and', most=20) or 'none'}"  # noqa: PLR2004


def characters(count: int) -> str:
    """`1 character`, `2 characters`."""
    return f"{count} character{'' if count == 1 else 's'}"


def listed(names: Iterable[str], *, last: str = "or", most: int = 12) -> str:
    """Names as a sentence lists them: `a, b or c`."""
    known = list(names)
    if len(known) > most:
        return ", ".join(known[:most]) + ", …"
    return f" {last} ".join(filter(None, (", ".join(known[:-1]), *known[-1:])))
