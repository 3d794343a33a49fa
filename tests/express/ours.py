"""Our side of each list of requests, made once."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from gateway.wsgi import Gateway, load


def environment(file: Path) -> str:
    """What GATEWAY_ENV is for a list of requests."""
    return "production" if file.stem == "requests" else file.stem


@cache
def gateway(file: Path) -> Gateway:
    """Our side of a list of requests."""
    folder = str(file.parent)
    sys.path.insert(0, folder)
    try:
        return load(file.with_name("gateway.yaml"), environ={"GATEWAY_ENV": environment(file)})
    finally:
        sys.path.remove(folder)
