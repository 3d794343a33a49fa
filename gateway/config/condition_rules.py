"""What conditions ask for must be there: hosts that are answered, predicates of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard

from gateway.config.addresses import is_host, meet
from gateway.config.document import Map, Seq, section_of, texts_of
from gateway.config.route_rules import every_route
from gateway.config.suggest import did_you_mean, listed, there_are
from gateway.config.variables import Unset
from gateway.errors import Problem

_CONDITIONS = ("header", "query", "predicate")


def condition_problems(document: Map) -> Iterator[Problem]:
    """The problems of `host` and `when` of all routes and groups."""
    known = section_of(document, "settings")
    for item in every_route(document):
        yield from _named_twice(item.get("headers"))
        yield from _foreign_hosts(item, known)
        yield from _when(item, known)


def _foreign_hosts(item: Map, settings: Map) -> Iterator[Problem]:
    """A route is for hosts that are answered."""
    hosts = settings.get("hosts")
    if not isinstance(hosts, Seq) or any(isinstance(name, Unset) for name in hosts):
        return
    known = [name.lower() for name in hosts if isinstance(name, str)]
    for host, at in texts_of(item, "host"):
        if isinstance(host, Unset) or not is_host(host) or any(meet(name, host.lower()) for name in known):
            continue
        message = f"settings.hosts does not have {host}: no request for it is answered"
        yield Problem(at, "GW058", message, there_are(known))


def _when(item: Map, settings: Map) -> Iterator[Problem]:
    """A condition holds something, once, and what it names is there."""
    when = item.get("when")
    if not isinstance(when, Map):
        return
    if not any(when.get(key) for key in _CONDITIONS) and not when.keys() - {*_CONDITIONS}:
        message = f"when needs at least one of {listed(_CONDITIONS, last='and')}"
        yield Problem(item.key_at("when"), "GW011", message, "when: {header: {X-Api: v2}}")
    yield from _named_twice(when.get("header"))
    name, known = when.get("predicate"), settings.get("predicates", Map(item.at))
    if _is_text(name) and isinstance(known, Map) and name not in known:
        message = f'no predicate is named "{name}"{did_you_mean(name, known)}'
        help_ = f"settings.predicates has {listed(known, last='and') or 'none'}"
        yield Problem(when.value_at("predicate"), "GW046", message, help_)


def _is_text(value: Any) -> TypeGuard[str]:
    """Whether a value is a text that is known."""
    return isinstance(value, str) and not isinstance(value, Unset)


def _named_twice(headers: Any) -> Iterator[Problem]:
    """The names of headers are the same in capitals and small letters."""
    seen: set[str] = set()
    for name in headers if isinstance(headers, Map) else ():
        if name.lower() in seen:
            message = f"the header {name} is there already; capitals and small letters are the same"
            yield Problem(headers.key_at(name), "GW002", message)
        seen.add(name.lower())
