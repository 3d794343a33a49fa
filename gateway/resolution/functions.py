"""The functions of the author's that a configuration names, each compared with what it is called with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.config.document import Map, position_of
from gateway.config.model import Body, Config, ErrorRule, Login, Param, Settings, Static, Views
from gateway.errors import Position
from gateway.resolution.names import Names
from gateway.resolution.signatures import Answer, arguments, check_call, takes_next

Function = Callable[..., Any]
LAYER = ("request", "call_next")
_OF_BODIES = {"verify": ("request", "data"), "hook": ("value",), "parser": ("data",)}


def handler(
    text: str, position: Position, given: tuple[frozenset[str], frozenset[str]], names: Names
) -> Answer | None:
    """A handler and which parameters it takes, of those that are given and those that can be missing."""
    found = names.callable(text, position)
    if found is None:
        return None
    if isinstance(found, type):
        said = f'"{text}" is a class; a handler is a function'
        names.report.add(position, "GW063", said, "name a function, or what can be called")
        return None
    return Answer(found, arguments(found, *given, names.report, position))


def loader(param: Param, names: Names) -> Function | None:
    """What loads a parameter."""
    at = param.at.value_at("load")
    return None if param.load is None else names.function(param.load, at, ("request", "value"))


def tag(text: str, holder: Map, names: Names) -> Function | None:
    """What makes entity tags."""
    return names.function(text, holder.value_at("etag"), ("body",))


def predicates(settings: Settings, names: Names) -> dict[str, Function]:
    """The named conditions of the settings."""
    if not settings.predicates:
        return {}
    at = settings.at["predicates"]
    found = {
        name: names.function(text, at.value_at(name), ("request",))
        for name, text in settings.predicates.items()
    }
    return {name: function for name, function in found.items() if function is not None}


def startup(config: Config, names: Names) -> tuple[Function, ...]:
    """What is called with the App before the first request, in written order."""
    found = [names.function(use.name, use.position, ("app",)) for use in config.on_startup]
    return tuple(function for function in found if function is not None)


def trace(config: Config, names: Names) -> Function | None:
    """What is told how long each stage took."""
    use = config.observe.trace
    return None if use is None else names.function(use.name, use.position, ("request", "stage", "seconds"))


def encoder(settings: Settings, names: Names) -> Function | None:
    """What makes something of values that JSON cannot hold."""
    text = settings.json.encoder
    if text is None:
        return None
    return names.function(text, settings.at["json"].value_at("encoder"), ("value",))


def alias(text: str, position: Position, names: Names) -> Function | None:
    """What says where a name of the settings leads."""
    return names.function(text, position, ("request",))


def application(text: str, position: Position, names: Names) -> Function | None:
    """A WSGI application."""
    return names.function(text, position, ("environ", "start_response"))


def file_headers(static: Static, names: Names) -> Function | None:
    """What gives more headers for a file."""
    if static.headers is None:
        return None
    return names.function(static.headers, static.at.value_at("headers"), ("path",))


def of_body(said: Body, key: str, names: Names) -> Function | None:
    """What a key of a body names."""
    text: str | None = getattr(said, key)
    return None if text is None else names.function(text, said.at.value_at(key), _OF_BODIES[key])


def failure(rule: ErrorRule, names: Names) -> Function | None:
    """What answers an error."""
    return names.function(str(rule.handler), rule.at.value_at("handler"), ("request", "error"))


def error_class(rule: ErrorRule, names: Names) -> type[BaseException] | None:
    """The class of exceptions that a rule is for; None after noting that it names none."""
    position = rule.at.value_at("on")
    found = names.callable(rule.on, position)
    if isinstance(found, type) and issubclass(found, BaseException):
        return found
    if found is not None and not names.is_open(rule.on, found):
        names.report.add(position, "GW062", f'"{rule.on}" is not an exception class')
    return None


def own_request(settings: Settings, names: Names, usual: type | None) -> type[Any] | None:
    """The author's class of requests; one that is none is noted, unless the `usual` one is not known here."""
    if settings.request_class is None:
        return None
    position = settings.at.value_at("request_class")
    found = names.callable(settings.request_class, position)
    if isinstance(found, type) and usual is not None and issubclass(found, usual):
        return found
    if found is not None and not names.is_open(settings.request_class, found):
        said = f'"{settings.request_class}" is no class of requests'
        names.report.add(position, "GW062", said, "derive it from gateway.http.Request")
    return None


def profile(login: Login, names: Names) -> tuple[Function, bool] | None:
    """What makes the user of a provider's profile, and whether it takes the request as well."""
    if login.profile is None:
        return None
    position = login.at.value_at("profile")
    found = names.callable(login.profile, position)
    if found is None:
        return None
    takes_request = takes_next(found, "request")
    check_call(found, ("profile", "request") if takes_request else ("profile",), names.report, position)
    return found, takes_request


def of_views(views: Views, names: Names) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Helpers, which may be values, dynamic helpers and engines, by name; None for what is noted."""
    dynamic = _named(views, "dynamic_helpers", lambda text, at: names.function(text, at, ("request",)))
    engines = _named(views, "engines", lambda text, at: names.function(text, at, ("source", "values")))
    return _named(views, "helpers", names.value), dynamic, engines


def _named(views: Views, key: str, find: Callable[[str, Position], Any]) -> dict[str, Any]:
    """What the names under one key of `views` stand for; None for one that was noted."""
    written: Mapping[str, str] = getattr(views, key)
    return {name: find(text, position_of(views.at, (key, name))) for name, text in written.items()}
