"""The class of requests, put together of what the settings ask for."""

from __future__ import annotations

from gateway.config.model import Settings
from gateway.http.overriding import NamedByHeader, overriding
from gateway.http.proxy import Proxied
from gateway.http.request import Request
from gateway.resolution.names import Names
from gateway.resolution.report import Report


def request_class(settings: Settings, names: Names, report: Report) -> type[Request]:
    """The plain class, unless proxies, another method or a class of the author's come into it."""
    kinds: list[type] = []
    override = settings.method_override
    if override is not None:
        kinds.append(overriding(override.field, override.header, override.query, override.methods))
    if settings.trust_proxy is not False:
        kinds.append(Proxied)
    own = _own(settings, names, report)
    return type("Request", (*kinds, own), {}) if kinds else own


def layers_around(settings: Settings) -> tuple[NamedByHeader, ...]:
    """What stands around every stack for the sake of the settings."""
    override = settings.method_override
    if override is None or override.header is None:
        return ()
    return (NamedByHeader(header=override.header, methods=override.methods),)


def _own(settings: Settings, names: Names, report: Report) -> type[Request]:
    """The author's class, after noting one that is no kind of request."""
    if settings.request_class is None:
        return Request
    position = settings.at.value_at("request_class")
    found = names.callable(settings.request_class, position)
    if isinstance(found, type) and issubclass(found, Request):
        return found
    if found is not None and not names.is_broken(settings.request_class):
        said = f'"{settings.request_class}" is no class of requests'
        report.add(position, "GW062", said, "derive it from gateway.http.Request")
    return Request
