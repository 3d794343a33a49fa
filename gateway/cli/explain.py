"""`gateway explain`: why a request is answered by the route that answers it."""

from __future__ import annotations

from gateway.cli.explain_request import add_options, run

__all__ = ["add_options", "run"]
