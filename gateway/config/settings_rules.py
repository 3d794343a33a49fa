"""What the keys of `settings` must agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.config.addresses import meet
from gateway.config.document import Map, Seq
from gateway.config.session_rules import key_lengths
from gateway.config.suggest import listed
from gateway.config.variables import Unset
from gateway.errors import Problem

_PLACES = ("field", "header", "query")


def settings_problems(document: Map) -> Iterator[Problem]:
    """The problems of `settings`."""
    settings = document.get("settings")
    if not isinstance(settings, Map):
        return
    yield from _own_host(settings)
    override, cookies = settings.get("method_override"), settings.get("cookies")
    if isinstance(override, Map):
        yield from _override(override)
    if isinstance(cookies, Map):
        yield from key_lengths(cookies)


def _own_host(settings: Map) -> Iterator[Problem]:
    """Requests for the service's own address are answered."""
    url, hosts = settings.get("public_url"), settings.get("hosts")
    if not isinstance(url, str) or isinstance(url, Unset) or not isinstance(hosts, Seq):
        return
    host = re.sub(r"^.*?://|[:/?].*$", "", url).lower()
    if host and not any(meet(str(name).lower(), host) for name in hosts) and "[" not in url:
        message = f"settings.hosts does not have {host}, which is that of public_url"
        help_ = "without hosts, public_url alone says it"
        yield Problem(settings.value_at("hosts"), "GW058", message, help_, "warning")


def _override(override: Map) -> Iterator[Problem]:
    """A method stands somewhere."""
    if not any(place in override for place in _PLACES) and not override.absent:
        message = f"settings.method_override needs at least one of {listed(_PLACES, last='and')}"
        yield Problem(override.at, "GW011", message, "method_override: {field: _method}")
    methods = override.get("methods")
    if isinstance(methods, Seq) and "ANY" in methods and len(methods) > 1:
        yield Problem(override.value_at("methods"), "GW055", "ANY is every method and stands alone")
