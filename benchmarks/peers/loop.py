"""No peer: what the measuring loop itself costs."""

from __future__ import annotations

from scenarios import SCENARIOS, Application

IMPORTS = "pass"
COOKIE = "session=none"
UNCHECKED = True


def build() -> dict[str, Application]:
    """An application that answers nothing to everything."""
    headers = [("Content-Type", "text/plain"), ("Content-Length", "0")]

    def application(_environ, start_response):
        start_response("200 OK", headers)
        return (b"",)

    return dict.fromkeys(SCENARIOS, application)
