"""Whether a handler can be called with what its route gives it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter
from typing import Any

from gateway.errors import Position
from gateway.resolution.report import Report

Call = Callable[..., Any]
Taken = str | tuple[str, ...] | None
"""The parameters a handler takes, as a chain has them."""
_FIRST = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD, Parameter.VAR_POSITIONAL)
_NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is called, and the parameters it takes."""

    call: Call
    taken: Taken


def arguments(
    handler: Callable[..., Any],
    given: frozenset[str],
    optional: frozenset[str],
    report: Report,
    position: Position,
) -> Taken:
    """The names a handler takes besides the request."""
    try:
        parameters = list(inspect.signature(handler).parameters.values())
    except (TypeError, ValueError):
        return ()
    if not _takes_request(parameters):
        report.add(
            position, "GW063", f"{_named(handler)} takes no request", "its first parameter is the request"
        )
        return ()
    rest = parameters[1:] if parameters[0].kind is not Parameter.VAR_POSITIONAL else parameters
    if any(parameter.kind is Parameter.VAR_KEYWORD for parameter in rest):
        return None
    _refuse_unknown(handler, rest, given, report, position)
    _refuse_uncertain(handler, rest, optional, report, position)
    if len(rest) == 1 and rest[0].kind is Parameter.POSITIONAL_OR_KEYWORD and not optional:
        return rest[0].name
    names = tuple(
        parameter.name for parameter in rest if parameter.kind in _NAMED and parameter.name in given
    )
    return None if names and set(names) == given and not optional else names


def check_call(
    called: Callable[..., Any], given: tuple[str, ...], report: Report, position: Position
) -> None:
    """Note something of the service's own that cannot be called with what it is given, by position."""
    try:
        inspect.signature(called).bind(*given)
    except TypeError as error:
        said = f"{_named(called)} is called with ({', '.join(given)}): {error}"
        report.add(position, "GW063", said)
    except ValueError:  # what is written in C may tell no signature
        return


def takes(called: Callable[..., Any], count: int) -> bool:
    """Whether something can be called with so many values by position."""
    try:
        inspect.signature(called).bind(*range(count))
    except (TypeError, ValueError):  # what is written in C may tell no signature
        return False
    return True


def takes_next(called: Callable[..., Any], name: str) -> bool:
    """Whether something's second parameter has a name, and so is what that name stands for."""
    try:
        return list(inspect.signature(called).parameters)[1:2] == [name]
    except (TypeError, ValueError):  # what is written in C may tell no signature
        return False


def _takes_request(parameters: list[Parameter]) -> bool:
    """Whether the first parameter can be given by position."""
    return bool(parameters) and parameters[0].kind in _FIRST


def _refuse_unknown(
    handler: Callable[..., Any],
    rest: list[Parameter],
    given: frozenset[str],
    report: Report,
    position: Position,
) -> None:
    """Note parameters that nothing gives."""
    for parameter in rest:
        if parameter.name not in given and parameter.kind is not Parameter.VAR_POSITIONAL:
            said = f'{_named(handler)} asks for "{parameter.name}", which neither the path nor query: gives'
            report.unknown(position, "GW063", said, parameter.name, given)


def _refuse_uncertain(
    handler: Callable[..., Any],
    rest: list[Parameter],
    optional: frozenset[str],
    report: Report,
    position: Position,
) -> None:
    """Note parameters without default that some requests do not give."""
    for parameter in rest:
        if parameter.name in optional and parameter.default is Parameter.empty:
            report.add(
                position,
                "GW063",
                f'{_named(handler)} asks for "{parameter.name}", which some of the paths do not give',
                f"give it a default: {parameter.name}=None",
            )


def _named(handler: Callable[..., Any]) -> str:
    """A handler as gateway.yaml would name it."""
    return f"{getattr(handler, '__module__', '')}:{getattr(handler, '__qualname__', type(handler).__name__)}"
