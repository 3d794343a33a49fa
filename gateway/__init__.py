"""A declarative gateway: one gateway.yaml, compiled once, then served."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Build what only some need when it is first asked for (PEP 562).

    `gateway.app` is the WSGI callable of ./gateway.yaml or GATEWAY_CONFIG; `gateway.create_app(file)` makes
    one of any other file, as a test does, or a program that serves several.
    """
    if name not in {"app", "create_app"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gateway.wsgi import load, load_for_server

    globals()[name] = found = load_for_server() if name == "app" else load
    return found
