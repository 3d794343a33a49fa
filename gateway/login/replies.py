"""What a provider's refusal means: for the person, and for the log."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from gateway.errors import LoginError
from gateway.login.transport import Reply

OK = 200
REFUSALS = frozenset({400, 401, 403})
TOO_MANY_REQUESTS = 429
MAX_SKEW = 120.0
MAX_WAIT = 900

_XML_CODE = re.compile(rb'<error code="(\d{1,6})">')


class ProviderBusyError(LoginError):
    """The provider cannot be asked now, but in `retry_after` seconds."""

    def __init__(self, reason: str, message: str, retry_after: int) -> None:
        """Answer 503 with a Retry-After in seconds (RFC 9110 §10.2.3)."""
        self.retry_after = retry_after
        super().__init__(503, reason, f"{message}; to be tried again in {retry_after} s")


def nonsense(step: str, what: str) -> LoginError:
    """An answer that is not what the protocol says, which its body is not quoted for."""
    return LoginError(502, "provider_answer", f"{step}: {what}")


def json_of(reply: Reply, step: str) -> Any:
    """The JSON value of an answer; raise LoginError for what is none."""
    try:
        return orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        raise nonsense(step, "it is not JSON") from None


def refusal(reply: Reply, step: str, *, by_person: bool = False) -> LoginError:
    """What an answer other than 200 means; `by_person` where the browser's verifier is at stake."""
    if reply.status == TOO_MANY_REQUESTS:
        return ProviderBusyError("rate_limited", f"{step}: the provider answered 429", _wait(reply))
    found = ", ".join(map(str, codes(reply)))
    said = f"{step}: the provider answered {reply.status}" + (f" code {found}" if found else "")
    if reply.status not in REFUSALS:
        return LoginError(502, "provider_answer", said)
    skew = abs(_skew(reply))
    if skew > MAX_SKEW:
        return LoginError(502, "clock", f"{said}; our clock differs by about {skew:.0f} s")
    if by_person:
        return LoginError(401, "provider_refused", said)
    return LoginError(502, "provider_answer", said)


def codes(reply: Reply) -> list[int]:
    """The error codes in an answer, `{"errors": [{"code": 89}]}` or the older XML."""
    try:
        answer: Any = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return [int(code) for code in _XML_CODE.findall(reply.body)]
    errors = answer.get("errors") if isinstance(answer, Mapping) else None
    items = (
        [item.get("code") for item in errors if isinstance(item, Mapping)] if isinstance(errors, list) else []
    )
    return [code for code in items if isinstance(code, int)][:5]


def _skew(reply: Reply) -> float:
    """The seconds the provider's clock is ahead of ours by its Date header (RFC 9110 §6.6.1)."""
    try:
        return parsedate_to_datetime(reply.headers.get("date", "")).timestamp() - time.time()
    except (ValueError, OverflowError):
        return 0.0


def _wait(reply: Reply) -> int:
    """The seconds until it may be asked again, 1 to 900."""
    after, reset = reply.headers.get("retry-after", ""), reply.headers.get("x-rate-limit-reset", "")
    if re.fullmatch(r"\d{1,9}", after):
        seconds = int(after)
    elif re.fullmatch(r"\d{1,12}", reset):
        seconds = int(reset) - int(time.time())
    else:
        seconds = 60
    return min(max(seconds, 1), MAX_WAIT)
