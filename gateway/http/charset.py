"""Bytes as the text they are in some charset."""

from __future__ import annotations

import codecs
import re
from encodings.aliases import aliases
from functools import cache, lru_cache

from gateway.http.errors import HTTPError

_UNICODE = {
    "utf8": "utf-8", "utf16": "utf-16", "utf16le": "utf-16-le", "utf16be": "utf-16-be",
    "utf32": "utf-32", "utf32le": "utf-32-le", "utf32be": "utf-32-be",
}  # fmt: skip
_WITHOUT_ALIAS = (
    "cp1006", "cp720", "cp737", "cp856", "cp874", "cp875", "koi8_t", "koi8_u", "mac_arabic", "mac_croatian",
    "mac_farsi", "mac_romanian", "utf_8_sig",
)  # fmt: skip
_MARK = "\ufeff"


def unicode(name: str) -> str | None:
    """UTF-8, UTF-16 or UTF-32 by one of its names, as Python calls it; None for any other."""
    return _UNICODE.get(_bare(name))


@lru_cache(maxsize=256)
def known(name: str) -> str | None:
    """Any charset for text that Python knows, as it calls it; None for what is none."""
    found = _UNICODE.get(_bare(name)) or _names().get(_bare(name))
    if found is None:
        return None
    try:
        b"a".decode(found, "replace")
    except LookupError:  # a codec, but not from bytes to text
        return None
    return found


def decoded(data: bytes, charset: str, errors: str = "replace") -> str:
    """Bytes as text, without a byte order mark; raise UnicodeDecodeError if `errors` is strict.

    UTF-16 and UTF-32 have the byte order of their mark, else of what reads as text, else little-endian.
    """
    if charset in {"utf-16", "utf-32"}:
        charset += "-be" if _is_big_endian(data, charset) else "-le"
    return data.decode(charset, errors).removeprefix(_MARK)


def unsupported(name: str, accepted: str) -> HTTPError:
    """The 415 for a charset that is not taken."""
    said = f"the charset of the body is not supported; accepted: {accepted}"
    return HTTPError(415, said, type="charset.unsupported", charset=name.lower())


def _bare(name: str) -> str:
    """A name by which its spellings are equal."""
    return re.sub("[^0-9a-z]", "", name.lower())


@cache
def _names() -> dict[str, str]:
    """What Python has codecs for; they are listed since a look-up would keep each wrong name for ever."""
    return {_bare(name): name for name in (*aliases, *aliases.values(), *_WITHOUT_ALIAS)}


def _is_big_endian(data: bytes, charset: str) -> bool:
    """Whether text in UTF-16 or UTF-32 starts with the higher byte."""
    if charset == "utf-32":
        return data[:2] == b"\0\0"
    if data[:2] in {codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE}:
        return data[:2] == codecs.BOM_UTF16_BE
    return data[:200:2].count(0) > data[1:200:2].count(0)
