"""What is remembered of a person who logs in."""

from __future__ import annotations

from collections.abc import Mapping

KEPT = ("name", "screen_name", "profile_image_url_https")


def profile(profile: Mapping[str, str | None]) -> dict[str, str | None]:
    """What goes into `session["user"]`: it travels in a cookie, so only what the pages show."""
    return {key: profile.get(key) for key in KEPT}
