"""What a browser is told to do with an answer, and the name it saves it under (RFC 6266, RFC 8187)."""

from __future__ import annotations

import re
from unicodedata import category, normalize
from urllib.parse import quote

from gateway.http.fields import is_token

_is_ascii = re.compile(r"[\x20-\x7e]*").fullmatch
_has_escape = re.compile(r"%[0-9A-Fa-f]{2}").search
_special = re.compile(r'([\\"])')
_beyond = re.compile(r"[^\x20-\x7e]|[/\\]")


def attachment(name: str | None = None) -> str:
    """The Content-Disposition of an answer that is to be saved, under the last part of `name`.

    Control characters are left out. A name that ASCII cannot hold is told in full, and before it one for
    those who do not understand that: accents are left out, other letters become question marks.
    """
    if name is None:
        return "attachment"
    last = "".join(letter for letter in base_name(name) if category(letter) != "Cc")
    if _is_ascii(last) and not _has_escape(last):
        return f"attachment; filename={_value(last)}"
    full = quote(last.encode(errors="replace"), safe="!~")
    return f"attachment; filename={_value(_in_ascii(last))}; filename*=UTF-8''{full}"


def base_name(name: str) -> str:
    """The last part of a path, whatever slashes it ends with."""
    return name.rstrip("/").rpartition("/")[2]


def _in_ascii(name: str) -> str:
    """A name without its accents; what looks like a slash becomes none."""
    if _is_ascii(name):
        return name
    plain = "".join(letter for letter in normalize("NFKD", name) if category(letter) != "Mn")
    return _beyond.sub("?", plain)


def _value(text: str) -> str:
    """A parameter's value, in quotes if it needs them (RFC 9110 §5.6.6)."""
    return text if is_token(text) else '"' + _special.sub(r"\\\1", text) + '"'
