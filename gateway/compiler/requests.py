"""The class of requests, put together of what the settings ask for."""

from __future__ import annotations

from gateway.config.model import Settings
from gateway.http.overriding import NamedByHeader, overriding
from gateway.http.proxy import Proxied
from gateway.http.request import Request
from gateway.resolution.functions import own_request
from gateway.resolution.names import Names


def request_class(settings: Settings, names: Names) -> type[Request]:
    """The plain class, unless proxies, another method or a class of the author's come into it."""
    kinds: list[type] = []
    override = settings.method_override
    if override is not None:
        kinds.append(overriding(override.field, override.header, override.query, override.methods))
    if settings.trust_proxy is not False:
        kinds.append(Proxied)
    own = own_request(settings, names, Request) or Request
    return type("Request", (*kinds, own), {}) if kinds else own


def layers_around(settings: Settings) -> tuple[NamedByHeader, ...]:
    """What stands around every stack for the sake of the settings."""
    override = settings.method_override
    if override is None or override.header is None:
        return ()
    return (NamedByHeader(header=override.header, methods=override.methods),)
