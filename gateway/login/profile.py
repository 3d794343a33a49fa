"""What of a provider's profile is kept: four fields, whatever else it sends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from gateway.login.presets import SANDBOX_PATH

MAX_NAME = 200
MAX_URL = 500

# Controls, and the marks that turn the direction of the text around them (Unicode TR 36 §2.5).
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_ID = re.compile(r"[0-9A-Za-z_.:-]{1,64}")
_HANDLE = re.compile(r"[0-9A-Za-z_.-]{1,64}")
_PRINTABLE = re.compile(r"[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x7e]+")


def from_v1(answer: Any) -> dict[str, str | None] | None:
    """The profile in an answer of account/verify_credentials; None if it holds none."""
    if not isinstance(answer, Mapping):
        return None
    return _profile(
        answer.get("id_str"),
        answer.get("name"),
        answer.get("screen_name"),
        answer.get("profile_image_url_https"),
    )


def from_v2(answer: Any) -> dict[str, str | None] | None:
    """The profile in an answer of /2/users/me; None if it holds none."""
    user = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(user, Mapping):
        return None
    return _profile(user.get("id"), user.get("name"), user.get("username"), user.get("profile_image_url"))


def from_token(answer: Mapping[str, str]) -> dict[str, str | None] | None:
    """The profile in the answer of access_token: who it is, without name and picture."""
    return _profile(answer.get("user_id"), None, answer.get("screen_name"), None)


def _profile(user_id: Any, name: Any, handle: Any, picture: Any) -> dict[str, str | None] | None:
    """The four fields, cleaned; None without a proper id and handle, which everything else rests on."""
    if not isinstance(user_id, str) or not _ID.fullmatch(user_id):
        return None
    if not isinstance(handle, str) or not _HANDLE.fullmatch(handle):
        return None
    text = _UNSEEN.sub("", name).strip()[:MAX_NAME] if isinstance(name, str) else ""
    return {
        "id_str": user_id,
        "name": text or handle,
        "screen_name": handle,
        "profile_image_url_https": picture if _is_picture(picture) else None,
    }


def _is_picture(url: Any) -> bool:
    """Whether a browser may be sent to it: https, or a path of the sandbox."""
    if not isinstance(url, str) or len(url) > MAX_URL or not _PRINTABLE.fullmatch(url):
        return False
    if url.startswith(f"{SANDBOX_PATH}/avatars/"):
        return True
    try:
        return url.startswith("https://") and bool(urlsplit(url).hostname)
    except ValueError:
        return False
