"""Whether the name of a host is among those that are meant."""

from __future__ import annotations

from collections.abc import Collection


def is_among(hostname: str, hosts: Collection[str]) -> bool:
    """Whether a name is one of the hosts, or one label below one that begins with `*.`; in lower case."""
    label, _, parent = hostname.partition(".")
    return hostname in hosts or (bool(label) and f"*.{parent}" in hosts)
