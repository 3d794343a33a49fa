"""Whom a request comes from, by what the proxies say that are to be believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from gateway.http.lazy import lazy
from gateway.http.located import well_formed
from gateway.http.request import Request

Trust = Callable[[str, int], bool]
"""Whether to believe the address that stands so many hops before us; the peer is hop 0."""
NETWORKS = {
    "loopback": ("127.0.0.0/8", "::1"),
    "linklocal": ("169.254.0.0/16", "fe80::/10"),
    "uniquelocal": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
}
MAPPED = 96  # the bits before an IPv4 address that is written as an IPv6 one

_with_port = re.compile(r"\[([^\]]*)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}").fullmatch
_is_plain = re.compile(r"[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?").fullmatch


def trust(setting: bool | int | tuple[str, ...]) -> Trust:  # noqa: FBT001  (the setting's own type)
    """Whom a `trust_proxy` setting believes; raise ValueError for what is no address or network.

    True is everybody, a number so many hops; else names of NETWORKS, addresses, `address/bits` or
    `address/netmask`. An IPv4 address that is mapped into IPv6 is the IPv4 address.
    """
    if isinstance(setting, int):
        hops = float("inf") if setting is True else setting
        return lambda _address, hop: hop < hops
    texts = [text for item in setting for text in NETWORKS.get(item, (item,))]
    networks = tuple(_network(text) for text in texts)

    @lru_cache(maxsize=1024)
    def is_within(address: str) -> bool:
        """Whether an address lies in one of the networks; what is none lies nowhere."""
        try:
            parsed = _unmapped(address)
        except ValueError:
            return False
        return any(parsed in network for network in networks)

    return lambda address, _hop: is_within(address)


def _unmapped(text: str) -> IPv4Address | IPv6Address:
    """An address, as IPv4 if it is one mapped into IPv6; raise ValueError."""
    parsed = ip_address(text)
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _network(text: str) -> IPv4Network | IPv6Network:
    """One address or network; raise ValueError."""
    if "/" not in text:
        return ip_network(_unmapped(text.partition("%")[0]))
    network = ip_network(text, strict=False)
    if not network.prefixlen:
        raise ValueError(f"{text} is everybody")
    mapped = getattr(network.network_address, "ipv4_mapped", None)
    return ip_network((mapped, network.prefixlen - MAPPED)) if mapped is not None else network


NOBODY = trust(0)


class Proxied(Request):
    """A request of a service that trusts proxies: address, scheme and Host are what they say.

    The peer's X-Forwarded-For is read from its end for as long as each address is trusted to have told of
    the one before it; the first that is not, or that is no address, ends it. X-Forwarded-Proto and -Host are
    believed of the same proxies: where each has added a value, it is the one of the last that is trusted.
    """

    @lazy
    def _hops(self) -> list[str]:
        """The addresses from the peer to the client."""
        trusts = self.app.trusts or NOBODY
        hops = [self.environ.get("REMOTE_ADDR") or ""]
        for text in _reversed(self.environ.get("HTTP_X_FORWARDED_FOR", "")):
            address = _address(text) if trusts(hops[-1], len(hops) - 1) else None
            if address is None:
                break
            hops.append(address)
        return hops

    @lazy
    def remote_addr(self) -> str | None:
        """The client's address: the nearest one that is not a trusted proxy's."""
        return self._hops[-1] or None

    @property
    def access_route(self) -> list[str]:
        """The addresses that trusted proxies told of, the client's first, without the peer's."""
        return self._hops[:0:-1]

    @lazy
    def scheme(self) -> str:
        """`http` or `https`, as the client used it."""
        told = self._told("HTTP_X_FORWARDED_PROTO").lower()
        return told if told in ("http", "https") else super().scheme

    @lazy
    def host(self) -> str:
        """The Host the client asked for, with its port."""
        return well_formed(self._told("HTTP_X_FORWARDED_HOST")) or super().host

    def _told(self, name: str) -> str:
        """What the last trusted proxy says; empty if none is trusted or says anything."""
        trusts, hops = self.app.trusts or NOBODY, self._hops
        values: list[str] = self.environ.get(name, "").split(",")
        if not trusts(hops[0], 0):
            return ""
        place = 1
        while place < len(values) and trusts(hops[place] if place < len(hops) else "", place):
            place += 1
        return values[-place].strip()


def _reversed(header: str) -> Iterator[str]:
    """The elements of a list from its end, without empty ones."""
    return (text.strip(" ") for text in reversed(header.split(",")) if text.strip(" "))


def _address(text: str) -> str | None:
    """An address without a port; None for what is none."""
    found = _with_port(text)
    address = text if found is None else found[1] or found[2]
    try:
        ip_address(address)
    except ValueError:
        return None
    return address if _is_plain(address) else None
