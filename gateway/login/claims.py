"""What of a provider's profile is kept, and under which names, whatever else it sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from gateway.login.addresses import LOOPBACK, SANDBOX_PATH

MAX_TEXT = 200
MAX_ITEMS = 50
MAX_URL = 500
MAX_NUMBER = 2**63 - 1

Profile = dict[str, Any]

# Controls, and the marks that turn the direction of the text around them (Unicode TR 36 §2.5).
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_ID = re.compile(r"[0-9A-Za-z_.:-]{1,64}")
_HANDLE = re.compile(r"[0-9A-Za-z_.-]{1,64}")
_SUBJECT = re.compile(r"[\x21-\x7e]{1,255}")
_AVATARS = f"{SANDBOX_PATH}/avatars/"
_PRINTABLE = re.compile(r"[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x7e]+")


@dataclass(frozen=True, slots=True)
class Claims:
    """Each claim's name with its place in the answer; without all that are `needed` there is no profile.

    A place is a key, or several joined by dots that lead inward. A claim that the provider does not tell is
    None; text is cut at 200 characters and a list at 50 items, and what is neither text, a number, a boolean
    nor a list of them is not kept. `name` is the person's handle where there is none. `iss` says whose claims
    these are, for a provider whose subjects are its own (OpenID Connect Core §5.7).
    """

    places: Mapping[str, str]
    needed: tuple[str, ...] = ("sub",)
    iss: str | None = None

    def of(self, answer: Any) -> Profile | None:
        """The profile in an answer; None if it holds none."""
        found: Profile = {} if self.iss is None else {"iss": self.iss}
        for claim, place in self.places.items():
            found[claim] = _READERS.get(claim, _plain)(_at(answer, place))
        if any(found.get(claim) is None for claim in self.needed):
            return None
        if "name" in found:
            found["name"] = found["name"] or found.get("screen_name") or found.get("preferred_username")
        return found


V1 = Claims(
    {
        "id_str": "id_str",
        "name": "name",
        "screen_name": "screen_name",
        "profile_image_url_https": "profile_image_url_https",
    },
    ("id_str", "screen_name"),
)
V2 = Claims(
    {
        "id_str": "data.id",
        "name": "data.name",
        "screen_name": "data.username",
        "profile_image_url_https": "data.profile_image_url",
    },
    V1.needed,
)
TOKEN = Claims({**V1.places, "id_str": "user_id"}, V1.needed)


def _at(answer: Any, place: str) -> Any:
    """What stands at a place of an answer; None if nothing does."""
    if not isinstance(answer, Mapping):
        return None
    if place in answer:
        return answer[place]
    key, dot, inner = place.partition(".")
    return _at(answer.get(key), inner) if dot else None


def _plain(value: Any) -> Any:
    """A scalar, or a list of them."""
    if isinstance(value, list):
        return [item for item in map(_scalar, value[:MAX_ITEMS]) if item is not None]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    """Text as it reads, a boolean, or a number that JSON can hold; NaN is within no bounds."""
    if isinstance(value, str):
        return _UNSEEN.sub("", value).strip()[:MAX_TEXT]
    return value if isinstance(value, int | float) and abs(value) <= MAX_NUMBER else None


def _text(value: Any) -> str | None:
    """Text that says something."""
    return (_scalar(value) or None) if isinstance(value, str) else None


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str | None]:
    """A reader of text of one shape."""
    return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None


def _subject(value: Any) -> str | None:
    """Who it is: text, or a whole number as text (OpenID Connect Core §2)."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return _matching(_SUBJECT)(text)


def _picture(url: Any) -> str | None:
    """An address that a browser may be sent to: https, or a picture of the sandbox."""
    if not isinstance(url, str) or len(url) > MAX_URL or not _PRINTABLE.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if not parts.hostname:
        return url if url.startswith(_AVATARS) else None
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK and parts.path.startswith(_AVATARS)
    return url if parts.scheme == "https" or is_local else None


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "sub": _subject,
    "id_str": _matching(_ID),
    "screen_name": _matching(_HANDLE),
    "name": _text,
    "picture": _picture,
    "profile_image_url_https": _picture,
}
