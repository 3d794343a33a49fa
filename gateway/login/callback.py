"""What a provider sends a browser back with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from gateway.errors import LoginError
from gateway.http.request import Request

MAX_LENGTH = 4096
MAX_QUERY = 8192
MAX_FIELDS = 20

_ASCII = re.compile(r"[\x20-\x7e]+")


def read(request: Request) -> dict[str, list[str]]:
    """The fields of a callback's query; raise LoginError if it cannot be read or is over 8 KiB."""
    text = request.query_string
    if len(text) > MAX_QUERY:
        raise LoginError(400, "bad_callback", "the query is too long")
    try:
        return parse_qs(
            text.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict"
        )
    except ValueError:  # not chained: it quotes the query
        raise LoginError(400, "bad_callback", "the query cannot be read") from None


def single(query: Mapping[str, list[str]], name: str) -> str:
    """The only value of a field; raise LoginError if it is missing, doubled, empty or over 4 KiB."""
    values = query.get(name, [])
    if len(values) != 1:
        raise LoginError(400, "bad_callback", f"{name} comes {len(values)} times")
    if not 0 < len(values[0]) <= MAX_LENGTH:
        raise LoginError(400, "bad_callback", f"{name} has {len(values[0])} characters")
    return values[0]


def handed_on(query: Mapping[str, list[str]], name: str, *, most: int = MAX_LENGTH) -> str:
    """A field that goes on to the provider, of `most` ASCII characters (RFC 6749 §A.11); raise LoginError.

    So nobody can make requests of it that a provider drops, which would look as if that were down.
    """
    value = single(query, name)
    if len(value) > most or not _ASCII.fullmatch(value):
        raise LoginError(400, "bad_callback", f"{name} is not ASCII, or has over {most} characters")
    return value


def optional(query: Mapping[str, list[str]], name: str) -> str | None:
    """The only value of a field, None if there is none; raise LoginError as `single` does."""
    return single(query, name) if name in query else None
