"""Whether the providers that people log in with can be reached, and whether our clock agrees with theirs."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from gateway.cli.diagnosis.findings import PATIENCE, Finding, reason
from gateway.compiler.providers import provider
from gateway.config.model import Config, Login
from gateway.errors import GatewayError
from gateway.login.deadline import Deadline, connected
from gateway.login.idle import Idle
from gateway.login.transport import PORTS, HttpTransport

_ABOUT = "logins"
_DAY = 86_400
_DAYS_LEFT = 14
_SKEW = 60.0  # seconds; id_tokens and OAuth 1.0a bear little more


def logins(configs: Iterable[Config]) -> Iterator[Finding]:
    """What was found about each login of some configurations, all of them asked at once."""
    pairs = [(config, login) for config in configs for login in config.login]
    with ThreadPoolExecutor(max_workers=8) as pool:
        for found in pool.map(_asked, *zip(*pairs, strict=True)) if pairs else ():
            yield from found


def certificate(about: str, url: str) -> Finding:
    """Whether the certificate at an address is trusted, and for how long; raise OSError if nobody answers."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS["https"]
    try:
        with connected(host, port, Deadline(PATIENCE), ssl.create_default_context()) as connection:
            ends = ssl.cert_time_to_seconds(str((connection.getpeercert() or {})["notAfter"]))  # type: ignore[attr-defined]
    except ssl.SSLCertVerificationError as error:
        found = f"the certificate of {host} is not trusted: {error.verify_message}"
        return Finding(
            "error", about, found, "check the name, the chain and the certificates of this machine"
        )
    days = int((ends - time.time()) // _DAY)
    found = f"the certificate of {host} ends on {datetime.fromtimestamp(ends, UTC):%Y-%m-%d}"
    if days < _DAYS_LEFT:
        return Finding("warning", about, f"{found}, in {days} day{'' if days == 1 else 's'}", "renew it")
    return Finding("ok", about, found)


def _asked(config: Config, login: Login) -> list[Finding]:
    """All that is found about one login."""
    is_keyless = login.client_id is None and config.environment == "development"
    if login.provider == "sandbox" or is_keyless:
        return [Finding("ok", _ABOUT, f"{login.name} goes to the sandbox of made-up people")]
    if "${" in str(dict(login.options)):
        return [Finding("warning", _ABOUT, f"{login.name} has an address that is not set")]
    try:
        return [*_reached(login, config.settings.public_url or "")]
    except (OSError, GatewayError) as error:
        found = f"{login.name} cannot be reached: {reason(error)}"
        return [Finding("error", _ABOUT, found, "check the address, and whether this machine may go there")]


def _reached(login: Login, public_url: str) -> Iterator[Finding]:
    """What a provider shows: its certificate, its metadata, its clock; raise OSError or GatewayError."""
    asked = provider(login, public_url, ("", ""), sandboxed=False)
    url = _address(login)
    if url.startswith("https:"):
        shown = certificate(_ABOUT, url)
        yield shown
        if shown.level == "error":
            return
    transport = HttpTransport(PATIENCE, Idle(), ssl.create_default_context())
    if login.kind == "oidc":
        asked.discovery.metadata(transport)
        yield Finding("ok", _ABOUT, f"{login.name} tells its addresses at {urlsplit(url).hostname}")
    yield _clock(login.name, transport, url)


def _address(login: Login) -> str:
    """Where a provider is asked by us."""
    options: Any = login.options
    key = {"oidc": "issuer", "oauth1": "request_token_url", "oauth2": "token_url"}[login.kind]
    return str(options[key])


def _clock(name: str, transport: HttpTransport, url: str) -> Finding:
    """Whether a provider's clock and ours agree, by the Date of any answer; raise UpstreamError."""
    parts = urlsplit(url)
    told = transport.send("HEAD", f"{parts.scheme}://{parts.netloc}/", {}).headers.get("date", "")
    try:
        apart = time.time() - parsedate_to_datetime(told).timestamp()
    except ValueError:
        return Finding("ok", _ABOUT, f"{name} answers")
    if abs(apart) <= _SKEW:
        return Finding("ok", _ABOUT, f"{name} answers, and its clock agrees with ours")
    found = f"the clock here is {abs(apart):.0f} s {'ahead of' if apart > 0 else 'behind'} that of {name}"
    return Finding("error", _ABOUT, found, "set this machine's clock, by NTP for example")
