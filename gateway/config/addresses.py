"""What the text of addresses must look like: hosts, proxies, URLs, and where redirects lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from gateway.config.suggest import did_you_mean, listed
from gateway.config.texts import NAME, OBJECT, line

BACK, HOME = "back", "home"
PROXIES = ("loopback", "linklocal", "uniquelocal")
_HOST = re.compile(
    r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?",
    re.ASCII,
)
_CHOSEN = re.compile(r"(?:(?:https?:)?//[^/?#\\@]*?)?([:*][A-Za-z_]\w*)(?![^/?#]*@)", re.ASCII)


def _target(text: str) -> None:
    """Where a redirect may lead; a site that the request names is refused by a rule of its own."""
    line(text)
    if chosen_by_request(text):
        return
    if text.startswith(("//", "/\\")):
        raise ValueError(f'"{text}" leads to another site; write the whole URL: https:{text}')
    parts = urlsplit(text)
    whole = parts.path if parts.scheme == "mailto" else parts.scheme in ("http", "https") and parts.hostname
    if not text.startswith("/") and not whole:
        raise ValueError(f'"{text}" is neither a path that starts with "/" nor a whole URL')


def chosen_by_request(text: str) -> str:
    """The parameter by which a request says which site an address leads to; empty if none does."""
    found = _CHOSEN.match(text)
    return found[1] if found else ""


def _own_path(text: str) -> None:
    """A path of this service: browsers read two slashes, or a slash and a backslash, as another's."""
    line(text)
    if not text.startswith("/") or text.startswith(("//", "/\\")):
        raise ValueError(f'"{text}" is not a path of this service, such as /start')


def _page(text: str) -> None:
    """A path of this service, or the name of a view."""
    if text.startswith(("/", "\\")) or ":" in text:
        _own_path(text)
    line(text)


def _url(text: str) -> None:
    """An address without a user, a password or a fragment."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or not _HOST.fullmatch(parts.netloc):
        raise ValueError(f'"{text}" is not a URL; write https://example.org')
    _ = parts.port
    if not re.fullmatch(r"[!-~]+", text) or "#" in text:
        raise ValueError(f'"{text}" holds characters that a URL cannot have here')


def _host(text: str) -> None:
    """The name of a host; requests are compared with it without their port."""
    if not _HOST.fullmatch(text):
        raise ValueError(f'"{text}" is not a host name')
    name = re.sub(r":[0-9]+$", "", text)
    if name != text:
        raise ValueError(f'"{text}" has a port; a host is meant at any port (write "{name}")')


def _address(text: str) -> None:
    """Where the service is, to which paths can be added."""
    _url(text)
    if "?" in text:
        raise ValueError(f'"{text}" has a query; write it without')


def _wildcard_host(text: str) -> None:
    """The name of a host, or `*.` and a name for every host one label below it."""
    below = text.removeprefix("*.")
    if below == "*":
        raise ValueError('"*" is every host; leave the key out')
    if "*" in below:
        raise ValueError(f'"{text}" is not a host name; a * stands for whole names in front: *.example.org')
    _host(below)


def meet(one: str, other: str) -> bool:
    """Whether two hosts, each a name or `*.` and a name, mean some name together; in lower case."""
    pairs = ((one, other), (other, one))
    return one == other or any(
        wide.startswith("*.") and name.partition(".")[2] == wide[2:] for wide, name in pairs
    )


def is_host(text: str) -> bool:
    """Whether a text is the name of a host, or `*.` and a name."""
    with suppress(ValueError):
        _wildcard_host(text)
        return True
    return False


def _proxy(text: str) -> None:
    """Whom to believe: a name, an address, or a network written with a length or a mask (RFC 4632)."""
    if text in PROXIES:
        return
    try:
        length = _length(text) if "/" in text else ip_address(text).max_prefixlen
    except ValueError as error:
        known = f"{listed(PROXIES)}{did_you_mean(text, PROXIES)}"
        raise ValueError(
            f'"{text}" is neither an address, a network such as 10.0.0.0/8, nor {known}'
        ) from error
    if not length:
        raise ValueError(f'"{text}" is everybody; write trust_proxy: true if that is meant')


def _length(text: str) -> int:
    """How many bits of a network are fixed; raise ValueError if it is none."""
    network = ip_network(text, strict=False)
    mask = text.partition("/")[2]
    if "." in mask and ip_address(mask) != network.netmask:
        raise ValueError(text)
    return network.prefixlen


def _redirect_name(text: str) -> None:
    """A name of settings.redirects."""
    if text == BACK:
        raise ValueError('"back" is where the visitor came from; choose another name')
    if not NAME.fullmatch(text):
        raise ValueError(f'"{text}" is not a name: letters, digits, _ and -, beginning with a letter')


def _redirect_value(text: str) -> None:
    """What a name of settings.redirects stands for."""
    line(text)
    if not OBJECT.fullmatch(text) or urlsplit(text).scheme == "mailto":
        _target(text)


def _redirect_to(text: str) -> None:
    """Where a route sends people: an address, back, or a name, which is looked for later."""
    if not NAME.fullmatch(text):
        _target(text)


CHECKS: Mapping[str, Callable[[str], Any]] = {
    "target": _target,
    "own-path": _own_path,
    "page": _page,
    "url": _url,
    "address": _address,
    "host": _host,
    "wildcard-host": _wildcard_host,
    "proxy": _proxy,
    "redirect-name": _redirect_name,
    "redirect-value": _redirect_value,
    "redirect-to": _redirect_to,
}
