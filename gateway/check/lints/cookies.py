"""Session cookies that browsers drop, or that others than the browser and this service can read."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.config.document import Map, section_of
from gateway.config.overlays import DEFAULT, overlaid
from gateway.config.rules import every_entry
from gateway.errors import Problem

_OUTSIDE = "production"


def exposed_cookies(document: Map) -> Iterator[Problem]:
    """A warning for each cookie that goes over plain http, or that scripts can read, outside of development.

    A session of a stack whose cookie would go to other sites as well is an error anywhere, as at the top. The
    document is as it is written, included files merged in.
    """
    for name in dict.fromkeys((DEFAULT, _OUTSIDE, *section_of(document, "environments"))):
        whole = overlaid(document, name, mounted=True)
        top = section_of(section_of(whole, "session"), "cookie")
        entries = (value for value, _ in every_entry(whole) if isinstance(value, Map))
        own = [section_of(section_of(entry, "session"), "cookie") for entry in entries]
        yield from (problem for cookie in own for problem in _dropped(cookie, top))
        for cookie in (top, *own) if name != DEFAULT else ():
            yield from _exposed(cookie)


def _dropped(cookie: Map, top: Map) -> Iterator[Problem]:
    """What browsers do with the cookie of a stack, for which that of the top level is the default."""
    key = next((key for key in ("same_site", "secure") if key in cookie), "")
    both = {**top, **cookie}
    if key and both.get("same_site") == "none" and both.get("secure") is False:
        message = "same_site: none needs secure: true; browsers drop the cookie"
        yield Problem(cookie.value_at(key), "GW031", message)


def _exposed(cookie: Map) -> Iterator[Problem]:
    """Who else could read a cookie."""
    if cookie.get("secure") is False:
        message = (
            "the session cookie is sent over plain http (secure: false outside environments.development)"
        )
        help_ = "take it away: auto is true wherever https is used"
        yield Problem(cookie.value_at("secure"), "GW030", message, help_, "warning")
    if cookie.get("http_only") is False:
        message = "http_only: false lets scripts read the session cookie, those of an attacker too"
        help_ = "take it away, and give scripts what they need in the page or by a route"
        yield Problem(cookie.value_at("http_only"), "GW034", message, help_, "warning")
