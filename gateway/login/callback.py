"""What a provider sends a browser back with."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs

from gateway.errors import LoginError
from gateway.http.request import Request

MAX_LENGTH = 1024
MAX_QUERY = 8192
MAX_FIELDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """The request token, and the verifier unless the person said no (RFC 5849 §2.2)."""

    token: str = field(repr=False)
    verifier: str | None = field(repr=False)


def read(request: Request) -> Callback:
    """The callback in a request's query; raise LoginError unless each part comes once, up to 1 KiB."""
    text = request.query_string
    try:
        fields = parse_qs(
            text.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict"
        )
    except ValueError as error:
        raise LoginError(400, "bad_callback", "the query cannot be read") from error
    if len(text) > MAX_QUERY:
        raise LoginError(400, "bad_callback", "the query is too long")
    if "denied" in fields:
        return Callback(token=_single(fields, "denied"), verifier=None)
    return Callback(token=_single(fields, "oauth_token"), verifier=_single(fields, "oauth_verifier"))


def _single(fields: dict[str, list[str]], name: str) -> str:
    """The only value of a field; raise LoginError if it is missing, doubled, empty or too long."""
    values = fields.get(name, [])
    if len(values) != 1:
        raise LoginError(400, "bad_callback", f"{name} comes {len(values)} times")
    if not 0 < len(values[0]) <= MAX_LENGTH:
        raise LoginError(400, "bad_callback", f"{name} has {len(values[0])} characters")
    return values[0]
