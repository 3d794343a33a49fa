"""Words for a visitor's next page, kept in what is private in the session."""

from __future__ import annotations

from typing import Any

KEY = "flash"


def queue(private: dict[str, Any], kind: str, messages: tuple[Any, ...]) -> int:
    """Add messages to those of their kind, each list among them as several; how many there are then."""
    if not isinstance(kind, str):
        raise TypeError(f"the kind of a flash message is text such as info, not {type(kind).__name__}")
    new = [one for message in messages for one in (message if isinstance(message, list) else [message])]
    kinds: dict[str, list[Any]] = private.get(KEY, {})
    if new:
        private[KEY] = kinds = {**kinds, kind: [*kinds.get(kind, ()), *new]}
    return len(kinds.get(kind, ()))


def take(private: dict[str, Any], kind: str | None = None) -> Any:
    """The messages of one kind, or all by kind, which are not there any more then."""
    if kind is None:
        return private.pop(KEY, {})
    kinds = private.get(KEY, {})
    taken: list[Any] = kinds.pop(kind, [])
    if not kinds:
        private.pop(KEY, None)
    return taken
