"""What the keys of one route, group or error rule must agree on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.config.document import Map
from gateway.config.fragments import joined
from gateway.config.suggest import listed
from gateway.errors import Problem

KINDS = ("handler", "view", "static", "file", "redirect", "respond", "mount", "routes")
_OF_GROUP = frozenset(
    {"prefix", "routes", "stack", "without", "params", "host", "when", "headers", "errors", "description"}
)
_OF_KINDS = {
    "data": ("view",),
    "layout": ("view", "handler"),
    "query": ("handler",),
    "body": ("handler",),
    "type": ("handler",),
    "status": ("handler", "view"),
    "cache": ("static", "file", "view", "respond", "redirect", "handler"),
    "etag": ("static", "file", "view", "respond", "handler"),
}
_PREFIXES = ("static", "mount")
_APPLICATIONS = ("config", "wsgi")
_READ = frozenset({"GET", "HEAD", "ANY"})
_OK = 200
_ANSWERS = ("view", "handler", "format")
BODIES = ("text", "html", "json")


def route_problems(document: Map) -> Iterator[Problem]:
    """The problems of all routes, groups and error rules, in the order of the file."""
    yield from _error_rules(document)
    for item in every_route(document):
        yield from () if _misspelt(item) else _keys(item)
        yield from _error_rules(item)


def every_route(holder: Map) -> Iterator[Map]:
    """All routes and groups; those in a group come after it."""
    for item in maps(holder.get("routes")):
        yield item
        yield from every_route(item)


def maps(value: Any) -> list[Map]:
    """The mappings of a list; none if it is no list."""
    return [item for item in value if isinstance(item, Map)] if isinstance(value, list) else []


def every_body(item: Map) -> list[Map]:
    """The bodies of a route: one, or those of a list."""
    body = item.get("body")
    return maps(body if isinstance(body, list) else [body])


def _keys(item: Map) -> Iterator[Problem]:
    """The problems of one route or group."""
    yield from _one_kind(item)
    yield from _group(item) if "routes" in item else _route(item)


def _misspelt(item: Map) -> bool:
    """Whether a key is unknown or reserved, which is told already and may be the very one that is missing."""
    known = joined()["$defs"]["route"]["properties"]
    return any(key not in known or known[key].get("not") == {} for key in item)


def _one_kind(item: Map) -> Iterator[Problem]:
    """A route has exactly one kind of answer."""
    given = [kind for kind in KINDS if kind in item]
    if len(given) == 1:
        return
    message = f"a route needs exactly one of {listed(KINDS)}; given: {listed(given, last='and') or 'none'}"
    at = item.key_at(given[1]) if given else item.at
    unset = [
        f"{key}: the variable {name} is not set" for key, (name, _) in item.absent.items() if key in KINDS
    ]
    yield Problem(at, "GW051", message, "; ".join(unset))


def _group(item: Map) -> Iterator[Problem]:
    """A group has a prefix, and only what its routes can share."""
    for key in item:
        if key == "path":
            yield Problem(item.key_at(key), "GW051", "the path of a group is written prefix", "prefix: /x")
        elif key not in _OF_GROUP and key not in KINDS:
            yield Problem(item.key_at(key), "GW051", f'a group takes no "{key}"; write it in its routes')
    if "prefix" not in item and "path" not in item:
        yield Problem(item.key_at("routes"), "GW052", 'a group needs "prefix"', "prefix: / is every path")


def _route(item: Map) -> Iterator[Problem]:
    """The keys of a single route go with its kind."""
    yield from _place(item)
    kinds = [kind for kind in KINDS if kind in item]
    for key, needed in _OF_KINDS.items():
        if key in item and kinds and not set(needed) & set(kinds):
            message = f'"{key}" goes with {listed(needed)}, not with {kinds[0]}'
            yield Problem(item.key_at(key), "GW051", message)
    yield from _below(item)
    yield from _mount(item.get("mount"))
    methods = item.get("methods")
    yield from _unread(item)
    if isinstance(methods, list) and "ANY" in methods and len(methods) > 1:
        yield Problem(item.value_at("methods"), "GW055", "ANY is every method and stands alone")


def _unread(item: Map) -> Iterator[Problem]:
    """What is for GET and HEAD stands where these are answered, and with their usual status."""
    methods = item.get("methods")
    if isinstance(methods, list) and methods and not _READ & {*map(str, methods)}:
        if "etag" in item:
            message = "only answers to GET and HEAD have an entity tag"
            yield Problem(item.key_at("etag"), "GW051", message, level="warning")
        if "static" in item:
            yield Problem(item.value_at("methods"), "GW055", "files of a folder answer GET and HEAD only")
    respond = item.get("respond")
    status = respond.get("status") if isinstance(respond, Map) else item.get("status")
    if "etag" in item and status not in (None, _OK):
        message = f"only answers with status 200 have an entity tag; this one has {status}"
        yield Problem(item.key_at("etag"), "GW051", message, level="warning")


def _place(item: Map) -> Iterator[Problem]:
    """Where a route stands: exactly one of path and regex."""
    if "prefix" in item:
        yield Problem(
            item.key_at("prefix"),
            "GW052",
            '"prefix" goes with routes; a single route has a path',
            "write path",
        )
    elif "path" in item and "regex" in item:
        yield Problem(item.key_at("regex"), "GW052", "a route has a path or a regex, not both")
    elif "path" not in item and "regex" not in item:
        yield Problem(item.at, "GW052", 'a route needs "path" (or "regex")')


def _below(item: Map) -> Iterator[Problem]:
    """A folder and a mount stand below a path."""
    kind = next((kind for kind in _PREFIXES if kind in item), None)
    if kind is None:
        return
    if "regex" in item:
        message = f"{kind} needs a path: it answers everything below it"
        yield Problem(item.key_at("regex"), "GW052", message)
    for path in paths_of(item):
        if "*" in path.replace("\\*", ""):
            message = f"{kind} answers everything below its path; the path has no wildcard"
            plain = path.partition("*")[0].rstrip("/{") or "/"
            yield Problem(item.value_at("path"), "GW052", message, f"path: {plain}")


def _mount(mount: Any) -> Iterator[Problem]:
    """A mount has exactly one application."""
    if not isinstance(mount, Map) or mount.keys() - {*_APPLICATIONS, "settings"}:
        return
    given = [key for key in _APPLICATIONS if key in mount]
    if len(given) != 1:
        found = listed(given, last="and") or "none"
        message = f"a mount needs exactly one of {listed(_APPLICATIONS, last='and')}; given: {found}"
        yield Problem(mount.key_at(given[1]) if given else mount.at, "GW051", message)
    elif given == ["config"] and isinstance(mount.get("settings"), Map) and "hosts" in mount["settings"]:
        message = "the Host is compared once, with the hosts of the outermost service"
        yield Problem(mount["settings"].key_at("hosts"), "GW051", message, "host: a.example.org on the mount")
    elif given == ["wsgi"] and "settings" in mount:
        message = "settings are for a mounted configuration; a WSGI application has its own"
        yield Problem(mount.key_at("settings"), "GW051", message)


def paths_of(item: Map) -> list[str]:
    """The paths of a route."""
    paths = item.get("path")
    listed_ = paths if isinstance(paths, list) else [paths]
    return [path for path in listed_ if isinstance(path, str)]


def _error_rules(holder: Map) -> Iterator[Problem]:
    """An error rule has exactly one answer."""
    for rule in maps(holder.get("errors")):
        given = [key for key in _ANSWERS if key in rule]
        if len(given) != 1 and not rule.keys() - {"on", *_ANSWERS}:
            found = listed(given, last="and") or "none"
            message = f"an error rule needs exactly one of {listed(_ANSWERS)}; given: {found}"
            yield Problem(rule.key_at(given[1]) if given else rule.at, "GW053", message)
