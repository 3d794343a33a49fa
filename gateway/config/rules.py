"""What several keys must agree on, beyond what a schema can say."""

from __future__ import annotations

from gateway.config.document import Map
from gateway.config.route_rules import route_problems
from gateway.errors import Problem

DEVELOPMENT = "development"


def problems(document: Map, environment: str) -> list[Problem]:
    """What does not fit together; values of the wrong type are the schema's business."""
    return [*route_problems(document)]
