"""A person as the pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name, a handle with its @, and a picture; `initials` stand in where there is no picture."""

    name: str
    handle: str
    picture: str | None
    initials: str


def person(user: Mapping[str, str | None] | None) -> Person | None:
    """Who `session["user"]` is; None for nobody."""
    if user is None:
        return None
    name = user["name"] or ""
    return Person(
        name=name,
        handle=f"@{user['screen_name']}",
        # Twitter's "normal" is 48 pixels wide; the same picture is there in a size for today's screens.
        picture=(user["profile_image_url_https"] or "").replace("_normal.", "_400x400.") or None,
        initials="".join(word[0] for word in name.split()[:2]).upper(),
    )
