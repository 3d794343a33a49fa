"""What of a document breaks the schema, every problem at once, in the words of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from jsonschema import FormatChecker, TypeChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft202012Validator, extend

from gateway.config.complaints import complaint
from gateway.config.document import Map, position_of
from gateway.config.formats import CHECKS
from gateway.config.fragments import of_overlay, strict
from gateway.config.manifest import converted
from gateway.config.variables import Secret, Unset, Variable
from gateway.errors import Problem


def _is_whole(_checker: TypeChecker, value: object) -> bool:
    """Whether a value is a whole number; 1.0 is none here."""
    return isinstance(value, int) and not isinstance(value, bool)


_Validator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole)
)
_RANK = ("not", "additionalProperties", "type", "enum", "format")


def problems(document: Map) -> list[Problem]:
    """What breaks the schema; text that came from the environment becomes what the schema asks for."""
    errors = list(_validator_of(strict).iter_errors(document))
    if any([_convert(document, error) for error in errors]):  # noqa: C419 - all are converted
        errors = list(_validator_of(strict).iter_errors(document))
    found = list(_problems(document, errors))
    overlays = document.get("environments")
    for name, overlay in overlays.items() if isinstance(overlays, Map) else ():
        errors = list(_validator_of(of_overlay).iter_errors(overlay))
        partial = [error for error in errors if error.validator != "required"]
        for error in partial:
            error.path.extendleft([name, "environments"])
        found += _problems(document, partial)
    return found


@cache
def _validator_of(schema: Any) -> Draft202012Validator:
    """The validator of one of the schemas."""
    return _validator(schema())


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    """A validator that knows our formats."""
    checker = FormatChecker(formats=())
    for name, function in CHECKS.items():
        checker.checks(name, raises=ValueError)(_for_text(function))
    return _Validator(
        {key: value for key, value in schema.items() if key != "$schema"}, format_checker=checker
    )


def _for_text(function: Any) -> Any:
    """A check of text that other values pass."""

    def fits(value: object) -> bool:
        """Check what is text; raise what the check raises."""
        if isinstance(value, str):
            function(value)
        return True

    return fits


def _convert(document: Map, error: ValidationError) -> bool:
    """Whether a text of the environment could be made what the schema asks for here."""
    text, path = error.instance, error.absolute_path
    if not isinstance(text, Variable) or isinstance(text, (Secret, Unset)) or not path:
        return False
    types = error.schema.get("type", ()) if isinstance(error.schema, dict) else ()
    types = {types} if isinstance(types, str) else {*types}
    value = converted(str(text), tuple(types - {"string"}))
    if value is None:
        return False
    _holder(document, error)[path[-1]] = value
    return True


def _problems(document: Map, errors: Iterable[ValidationError]) -> Iterator[Problem]:
    """One problem for each place, the one that says most."""
    places: dict[tuple[Any, ...], ValidationError] = {}
    for error in errors:
        if isinstance(error.instance, Unset):
            _forget(document, error)
            continue
        place = tuple(error.absolute_path)
        if error.validator == "required" or "propertyNames" in error.absolute_schema_path:
            place = (*place, error.message)
        if place not in places or _rank(error) < _rank(places[place]):
            places[place] = error
    for error in places.values():
        yield from _explained(document, error, list(places.values()))


def _forget(document: Map, error: ValidationError) -> None:
    """Take a value away that is not set and cannot stand as text, so that the default counts."""
    holder = _holder(document, error)
    if error.validator != "format" and isinstance(holder, Map):
        holder.pop(str(error.absolute_path[-1]), None)


def _holder(document: Map, error: ValidationError) -> Any:
    """The mapping or list that holds what an error is about."""
    holder: Any = document
    for step in list(error.absolute_path)[:-1]:
        holder = holder[step]
    return holder


def _rank(error: ValidationError) -> tuple[int, int]:
    """How much an error says; the least is the most, and the fewest types are."""
    rank = _RANK.index(str(error.validator)) if error.validator in _RANK else len(_RANK)
    is_narrow = error.validator == "type" and isinstance(error.validator_value, str)
    return rank, 0 if is_narrow else 1


def _explained(document: Map, error: ValidationError, all_: list[ValidationError]) -> Iterator[Problem]:
    """The problems that an error stands for, with their places."""
    path = list(error.absolute_path)
    for found in complaint(error):
        if found.key is None:
            at = position_of(document, path)
        else:
            at = position_of(document, [*path, found.key], key=True)
        if error.validator == "not":
            at = position_of(document, path, key=True)
        if error.validator == "required" and _echo(error, found.missing, all_):
            continue
        yield Problem(at, found.rule, found.message, found.help, fix=found.fix)


def _echo(error: ValidationError, missing: str, all_: list[ValidationError]) -> bool:
    """Whether a key is missing only because it is misspelt, or another is reserved."""
    path = [*error.absolute_path]
    return any(other.validator == "not" and [*other.absolute_path][:-1] == path for other in all_) or any(
        f'(did you mean "{missing}"?)' in found.message
        for other in all_
        if other.validator == "additionalProperties" and other.absolute_path == error.absolute_path
        for found in complaint(other)
    )
