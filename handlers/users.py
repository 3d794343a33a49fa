"""What is only for people who are logged in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gateway.http import Request
from handlers.people import person


def zone(request: Request) -> dict[str, Any]:
    """The values of views/user-zone.html; require_login has seen to it that there is a user."""
    since = datetime.fromtimestamp(request.session.created, tz=UTC)
    return {"person": person(request.user), "since": since}
