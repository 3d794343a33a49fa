"""A declarative gateway: one gateway.yaml, compiled once, then served."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`gateway.app`, the WSGI callable of ./gateway.yaml or GATEWAY_CONFIG, built on first use (PEP 562)."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gateway.wsgi import load_for_server

    globals()["app"] = app = load_for_server()
    return app
