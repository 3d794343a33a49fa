"""What the text of certain keys must look like, and what it is in Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from keyword import iskeyword
from typing import Any

from gateway.config import addresses, contents
from gateway.config.suggest import did_you_mean
from gateway.config.texts import NAME, OBJECT, MendableError, line
from gateway.config.units import rate, seconds, size
from gateway.config.variables import Unset

NONE = "none"
RULES = {
    **dict.fromkeys(("duration", "duration-or-none", "size", "rate"), "GW016"),
    **dict.fromkeys(
        ("path", "path-or-none", "plain-path", "plain-path-or-none", "regex", "parameter", "parameter-kind"),
        "GW052",
    ),
    "object": "GW060",
    **dict.fromkeys(("parser", "etag"), "GW015"),
}
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_OF_CONNECTION = frozenset(
    {"connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
)
_KINDS = ("json", "html", "text", "xml", "urlencoded", "multipart")
_TAKEN = frozenset({"accept", "authorization", "content-type", "cookie", "host", "origin", "referer"})
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def value_of(text: Any, format_: str | None) -> Any:
    """What a value is in Python: seconds, bytes, times per second, None for `none`, or itself."""
    if not isinstance(text, str) or format_ is None:
        return text
    kind, _, switch = format_.partition("-or-")
    if (switch and text == NONE) or (isinstance(text, Unset) and kind in UNITS):
        return None
    return UNITS[kind](text) if kind in UNITS else text


def _fits(pattern: re.Pattern[str], meant: str) -> Callable[[str], None]:
    """A check that text matches a pattern; `meant` says what it then is."""

    def check(text: str) -> None:
        """Raise ValueError with what the text should be."""
        if not pattern.fullmatch(text):
            raise ValueError(f'"{text}" is not {meant}')

    return check


def _switched(check: Callable[[str], Any]) -> Callable[[str], Any]:
    """A check that `none` passes as well."""
    return lambda text: None if text == NONE else check(text)


def _path(text: str) -> None:
    """A path begins with a slash, or with an optional part that does."""
    if not text.startswith("/") and not text.startswith("{"):
        fix = f"/{text}" if re.match(r"[\w:*](?!.*//)", text) else None
        raise MendableError(f'a path must start with "/" (write "/{text}")', fix)
    line(text)


def _plain_path(text: str) -> None:
    """A path that needs no encoding: a signature covers it as it is."""
    _path(text)
    if not re.fullmatch(r"/[A-Za-z0-9._~/-]*", text, re.ASCII):
        raise ValueError(f'"{text}" must be a plain path: no query, no escapes, no parameters')


def _regex(text: str) -> None:
    """A regular expression that compiles."""
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error


def _object(text: str) -> None:
    """A Python object: module, colon, name."""
    if not OBJECT.fullmatch(text):
        is_dotted = {".", ":", "/"} & set(text) == {"."}
        help_ = f" ({':'.join(text.rsplit('.', 1))}?)" if is_dotted else ""
        raise ValueError(f'"{text}" is not module:name, such as handlers.users:show{help_}')


def _error(text: str) -> None:
    """What an error rule is for."""
    if text in ("4xx", "5xx") or OBJECT.fullmatch(text):
        return
    raise ValueError(f'"{text}" is neither a status, 4xx, 5xx nor module:Class')


def _parameter_kind(text: str) -> None:
    """How a path parameter is read."""
    kinds = ("text", "int")
    if text not in kinds:
        meant = ' (did you mean "int"?)' if text in ("integer", "number") else did_you_mean(text, kinds)
        raise ValueError(f'unknown parameter type "{text}"{meant}; there are text, int and {{pattern: ...}}')


def _none(text: str) -> None:
    """The one word that switches off."""
    if text != NONE:
        raise ValueError(f'"{text}" is neither a mapping nor none')


def _header_line(text: str) -> None:
    """The value of a header (RFC 9110 section 5.5)."""
    line(text)
    if not text.isascii():
        raise ValueError("a header can hold ASCII only")


_token = _fits(_TOKEN, "a name of letters, digits and -")


def _header(text: str) -> None:
    """The name of a header that an answer may set itself (RFC 9110 section 5.1)."""
    _token(text)
    if text.lower() in _OF_CONNECTION:
        raise ValueError(f'"{text}" is set by the server, from what it sends')


def _asked_header(text: str) -> None:
    """The name of a header that a condition may ask for."""
    _token(text)
    if text.lower() == "host":
        raise ValueError("the Host is asked for with host: a.example.org, beside when")


def _method_header(text: str) -> None:
    """The name of a header that can hold a method."""
    _header(text)
    if text.lower() in _TAKEN:
        raise ValueError(f'"{text}" holds something else; a method stands in X-HTTP-Method-Override')


def _bare_extension(text: str) -> None:
    """The end of a file's name, without its dot."""
    if text.startswith(".") or "/" in text:
        raise ValueError(f'"{text}" is written without the dot and without a folder: html')


def _mark(text: str) -> None:
    """What something in a template begins or ends with."""
    line(text)
    if text and not text.strip():
        raise ValueError("blanks mark nothing")


def _trimmed(text: str) -> None:
    """The value of a header as servers give it: without blanks around it."""
    _header_line(text)
    if text != text.strip():
        raise ValueError(f'"{text}" begins or ends with a blank, which headers never do')


def _etag(text: str) -> None:
    """How entity tags are made."""
    kinds = ("weak", "strong", NONE)
    if text not in kinds and not OBJECT.fullmatch(text):
        near = did_you_mean(text, kinds)
        raise ValueError(f'etag must be weak, strong, none or module:function, not "{text}"{near}')


def _identifier(text: str) -> None:
    """A name that templates can use."""
    if not text.isidentifier() or iskeyword(text):
        raise ValueError(f'"{text}" is not a name that a template can use: letters, digits and _')


def _engine(text: str) -> None:
    """The extension of templates that are not Jinja's."""
    _extension(text)
    if text.lower() == ".html":
        raise ValueError('".html" is Jinja\'s; give templates of another language another extension')


def _predicate(text: str) -> None:
    """A name for a condition, which cannot be mistaken for a content type."""
    line(text)
    if not text or text[0] in "+.*" or "/" in text or text in _KINDS:
        raise ValueError(f'"{text}" is a content type rather than the name of a condition')


def _extension(text: str) -> None:
    """The end of a file's name."""
    if not text.startswith(".") or "/" in text or not text.strip("."):
        raise ValueError(f'an extension begins with a dot (write ".{text.lstrip(".")}")')


UNITS: Mapping[str, Callable[[str], Any]] = {"duration": seconds, "size": size, "rate": rate}
CHECKS: Mapping[str, Callable[[str], Any]] = {
    **UNITS,
    **addresses.CHECKS,
    **contents.CHECKS,
    "duration-or-none": _switched(seconds),
    "path": _path,
    "path-or-none": _switched(_path),
    "line": _header_line,
    "line-or-none": _header_line,
    "plain-path": _plain_path,
    "plain-path-or-none": _switched(_plain_path),
    "regex": _regex,
    "object": _object,
    "error": _error,
    "parameter": _fits(re.compile(r"\w+"), "the name of a parameter"),
    "parameter-kind": _parameter_kind,
    "none": _none,
    "scope": _fits(re.compile(r"[!#-\[\]-~]+"), "one scope: a word without quotes"),
    "name": _fits(NAME, "a name: letters, digits, _ and -, beginning with a letter"),
    "variable": _fits(_VARIABLE, "the name of an environment variable"),
    "token": _token,
    "header": _header,
    "extension": _extension,
    "engine": _engine,
    "asked-header": _asked_header,
    "bare-extension": _bare_extension,
    "mark": _mark,
    "method-header": _method_header,
    "trimmed": _trimmed,
    "etag": _etag,
    "identifier": _identifier,
    "predicate": _predicate,
}
