"""What the keys of `views` must agree on."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.config.document import Map
from gateway.config.fragments import joined
from gateway.errors import Problem

BUILT_IN = (
    "body",
    "csrf_field",
    "csrf_token",
    "flashes",
    "partial",
    "request",
    "session",
    "settings",
    "url_for",
    "user",
)
_NAMES = ("globals", "helpers", "dynamic_helpers")


def view_problems(document: Map) -> Iterator[Problem]:
    """The problems of `views`."""
    views = document.get("views")
    if not isinstance(views, Map):
        return
    seen = dict.fromkeys(BUILT_IN, "every template")
    for section in _NAMES:
        names = views.get(section)
        for name in names if isinstance(names, Map) else ():
            if seen.setdefault(name, f"views.{section}") != f"views.{section}":
                message = f'"{name}" is in {seen[name]} as well, and templates see only one of them'
                help_ = "give it another name"
                yield Problem(views[section].key_at(name), "GW066", message, help_, "warning")
    delimiters = views.get("delimiters")
    if isinstance(delimiters, Map):
        yield from _delimiters(delimiters)


def _delimiters(delimiters: Map) -> Iterator[Problem]:
    """What begins one thing in a template begins no other."""
    options = joined()["$defs"]["views"]["properties"]["delimiters"]["properties"]
    begins = [key for key in options if not key.endswith("_end_string")]
    texts = {key: delimiters.get(key, options[key].get("default")) for key in begins}
    for key in (key for key in begins if key in delimiters):
        others = [other for other in begins if other != key and texts[other] == texts[key]]
        if others and (others[0] not in delimiters or begins.index(others[0]) < begins.index(key)):
            message = f'{key} is "{delimiters[key]}", which is {others[0]} already'
            yield Problem(delimiters.value_at(key), "GW014", message)
