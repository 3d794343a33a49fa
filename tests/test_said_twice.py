"""What the start and the requests both must know, since the one imports nothing of the other, is the same."""

from __future__ import annotations

import dataclasses

import pytest

from gateway.config import addresses, contents, formats, session_rules, units, view_rules
from gateway.config.model import Body, MethodOverride, SessionCookie, Static
from gateway.http import ages, etag, forms, keys, overriding, proxy, redirects
from gateway.http.app import App
from gateway.http.bounds import USUAL
from gateway.http.static import StaticFiles
from gateway.sessions.store import CookieOptions
from gateway.views.globals import REQUEST_GLOBALS


@pytest.mark.parametrize(
    ("start", "requests"),
    [
        (set(addresses.PROXIES), set(proxy.NETWORKS)),
        ((addresses.BACK, addresses.HOME), (redirects.BACK, redirects.HOME)),
        (set(view_rules.BUILT_IN), {*REQUEST_GLOBALS, "body", "partial", "request"}),
        ((contents.TYPES["form"], contents.TYPES["multipart"]), (forms.URLENCODED, forms.MULTIPART)),
        (session_rules.SHORTEST_KEY, keys.SHORTEST),
        (units.size("1MiB"), App.__dataclass_fields__["max_body"].default),
        (MethodOverride().methods, overriding.Overriding.methods),
    ],
    ids=["proxies", "redirects", "views", "forms", "keys", "body", "methods"],
)
def test_words_and_numbers_are_the_same(start: object, requests: object) -> None:
    assert start == requests


@pytest.mark.parametrize("unit", ["ms", "s", "m", "h", "d"])
def test_durations_are_read_alike(unit: str) -> None:
    assert units.seconds(f"1.5{unit}") == ages.in_seconds(f"1.5{unit}")


@pytest.mark.parametrize("kind", etag.TAGS)
def test_kinds_of_entity_tags_are_taken(kind: str) -> None:
    assert formats.CHECKS["etag"](kind) is None


@pytest.mark.parametrize(
    ("start", "requests"), [(Body, type(USUAL)), (SessionCookie, CookieOptions), (Static, StaticFiles)]
)
def test_defaults_of_the_same_name_are_the_same(start: type, requests: type) -> None:
    ours, theirs = _defaults(start), _defaults(requests)
    both = ours.keys() & theirs.keys()

    assert {name: ours[name] for name in both} == {name: theirs[name] for name in both}


def _defaults(kind: type) -> dict[str, object]:
    """The fields that have a default other than None, which means that somebody else decides."""
    return {field.name: field.default for field in dataclasses.fields(kind) if field.default is not None}
