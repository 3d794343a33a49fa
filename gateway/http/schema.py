"""Bodies and query parameters checked against JSON Schema 2020-12."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from gateway.http.schema_rules import rules

MAX_PROBLEMS = 10
REASONS = {
    "None": "holds what is not allowed",
    "additionalProperties": "has a property that is not expected",
    "const": "must be {0!r}",
    "enum": "must be one of {0}",
    "exclusiveMaximum": "must be less than {0}",
    "exclusiveMinimum": "must be more than {0}",
    "maxItems": "must have at most {0} items",
    "maxLength": "must have at most {0} characters",
    "maxProperties": "must have at most {0} properties",
    "maximum": "must be at most {0}",
    "minItems": "must have at least {0} items",
    "minLength": "must have at least {0} characters",
    "minProperties": "must have at least {0} properties",
    "minimum": "must be at least {0}",
    "multipleOf": "must be a multiple of {0}",
    "pattern": "must match {0}",
    "type": "must be of type {0}",
    "unevaluatedProperties": "has a property that is not expected",
    "uniqueItems": "must not repeat an item",
}

_integer = re.compile(r"-?[0-9]{1,100}").fullmatch
_Validator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, rules()
)
_number = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?").fullmatch


class BodySchema:
    """A compiled schema for a body; raise ValueError if it is no JSON Schema."""

    __slots__ = ("_validator",)

    def __init__(self, schema: Mapping[str, Any]) -> None:
        """Compile the schema; a `$ref` may lead within it only."""
        self._validator = _validator(schema)

    def check(self, value: Any) -> None:
        """Raise BadRequest with the places and reasons of at most ten errors, and none of the values."""
        _check(self._validator, value, "the body does not fit: ")


class Query:
    """Query parameters, converted and checked by their schemas; raise ValueError if one is none for text."""

    __slots__ = ("_defaults", "_readers", "_validator")

    def __init__(self, properties: Mapping[str, Mapping[str, Any]]) -> None:
        """Compile the schemas together, and a reader for the text of each."""
        self._validator = _validator({"properties": dict(properties)})
        self._readers = {name: _reader(schema) for name, schema in properties.items()}
        self._defaults = {
            name: schema["default"] for name, schema in properties.items() if "default" in schema
        }

    def read(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """The values by name, defaults filled in; raise BadRequest naming what is missing or wrong.

        A nested query gives texts and lists of texts; what else it holds fits no parameter.
        """
        given = {name: self._given(name, args) for name in self._readers if name in args}
        missing = self._readers.keys() - given.keys() - self._defaults.keys()
        if missing:
            raise BadRequest(f"query parameter {', '.join(sorted(missing))} is missing")
        _check(self._validator, given, "query parameter ")
        return copy.deepcopy(self._defaults) | given

    def _given(self, name: str, args: Mapping[str, Any]) -> Any:
        """The value of a parameter; raise BadRequest if its text does not convert."""
        try:
            return self._readers[name](_texts(name, args))
        except ValueError as error:
            raise BadRequest(f"query parameter /{name} {error}") from None


def _texts(name: str, args: Mapping[str, Any]) -> list[str]:
    """The texts of a parameter; raise ValueError if it is a mapping, or a list of something else."""
    if isinstance(args, MultiDict):
        return args.getlist(name)
    value = args[name]
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(REASONS["type"].format("string"))
    return texts


def _reader(schema: Mapping[str, Any]) -> Callable[[list[str]], Any]:
    """From the texts of one parameter to its value: all of them for an array, else the first."""
    if "array" in _kinds(schema):
        convert = _converter(schema.get("items") or {})
        return lambda texts: [convert(text) for text in texts]
    convert = _converter(schema)
    return lambda texts: convert(texts[0])


def _converter(schema: Mapping[str, Any]) -> Callable[[str], Any]:
    """From text to the first of a schema's types that it fits; raise ValueError for types no text has."""
    kinds = _kinds(schema)
    if not CONVERTERS.keys() >= set(kinds):
        raise ValueError(f"a query parameter is of type array or {', '.join(CONVERTERS)}, not {kinds}")
    converters = [convert for kind, convert in CONVERTERS.items() if kind in kinds]

    def convert(text: str) -> Any:
        """The value of a text by the first type that takes it; raise ValueError if none does."""
        for each in converters:
            value = each(text)
            if value is not None:
                return value
        raise ValueError(REASONS["type"].format(" or ".join(kinds)))

    return convert


def _kinds(schema: Mapping[str, Any]) -> list[str]:
    """The types of a schema; text if it names none."""
    named = schema.get("type", "string")
    return [named] if isinstance(named, str) else [*named]


def _to_integer(text: str) -> int | None:
    """The whole number in a text; None if there is none, or one of more than 100 digits."""
    return int(text) if _integer(text) else None


def _to_number(text: str) -> float | None:
    """The number in a text as JSON writes it; None if there is none, or none that is finite."""
    number = float(text) if _number(text) else math.inf
    return number if math.isfinite(number) else None


# In the order in which they are tried where a schema names several.
CONVERTERS: Mapping[str, Callable[[str], Any]] = {
    "integer": _to_integer,
    "number": _to_number,
    "boolean": {"true": True, "false": False}.get,
    "string": str,
}


def _validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    """A validator that fetches nothing; raise ValueError if the schema is none or refers to nowhere."""
    try:
        Draft202012Validator.check_schema(schema)
        resource = DRAFT202012.create_resource(schema)
        resolver = Registry().with_resource("", resource).resolver()
        for reference in _references(schema):
            resolver.lookup(reference)
    except (SchemaError, Unresolvable) as error:
        raise ValueError(f"not a JSON Schema: {getattr(error, 'message', error)}") from error
    return _Validator(schema, registry=Registry())


def _references(schema: Any) -> Iterator[str]:
    """Every `$ref` in a schema."""
    if isinstance(schema, Mapping):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        schema = schema.values()
    if not isinstance(schema, str | int | float | None):
        for inner in schema:
            yield from _references(inner)


def _check(validator: Draft202012Validator, value: Any, intro: str) -> None:
    """Raise BadRequest for what does not fit, the first ten errors."""
    try:
        errors = list(islice(validator.iter_errors(value), MAX_PROBLEMS))
    except RecursionError:
        raise BadRequest(f"{intro}it is nested too deeply") from None
    if errors:
        raise BadRequest(intro + "; ".join(dict.fromkeys(_described(error) for error in errors)))


def _described(error: ValidationError) -> str:
    """Where and why, in the schema's words only: what the client sent is not repeated."""
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.absolute_path)
    return f"{pointer or 'it'} {_reason(error)}"


def _reason(error: ValidationError) -> str:
    """Why a value does not fit its schema."""
    rule = str(error.validator)
    wanted: Any = error.validator_value
    sent: Any = error.instance
    if rule == "required":
        return f"lacks {', '.join(name for name in wanted if name not in sent)}"
    if rule == "type":
        return REASONS[rule].format(wanted if isinstance(wanted, str) else " or ".join(wanted))
    return REASONS.get(rule, "breaks the rule `{1}`").format(wanted, rule)
