"""What a client says about itself, and is believed too easily."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.config.document import Seq, section_of
from gateway.config.model import Config
from gateway.errors import Problem

_SAFE: Final = ("GET", "HEAD", "OPTIONS", "TRACE", "ANY")


def trusted(config: Config) -> Iterator[Problem]:
    """A warning where everybody is taken for a proxy, and where a link could stand for any method."""
    settings = config.settings.at
    if settings.get("trust_proxy") is True:
        message = "trust_proxy: true believes everybody: any client can choose its address, scheme and host"
        help_ = "write how many proxies there are, or who they are: trust_proxy: [loopback]"
        yield Problem(settings.value_at("trust_proxy"), "GW037", message, help_, "warning")
    methods = section_of(settings, "method_override").get("methods", Seq(settings.at))
    for index, method in enumerate(methods):
        if method in _SAFE:
            message = f"methods: [{method}] lets a mere link or picture of another site send any method"
            yield Problem(methods.value_at(index), "GW038", message, "methods: [POST]", "warning")
