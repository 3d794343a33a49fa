"""The first page."""

from __future__ import annotations

from typing import Any

from gateway.http import Request
from handlers.people import person


def index(request: Request) -> dict[str, Any]:
    """The values of views/index.html."""
    return {"person": person(request.user)}
