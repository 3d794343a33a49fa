"""`gateway schema`: print the JSON Schema of gateway.yaml."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from gateway.config.schema import bundle


def add_options(options: ArgumentParser) -> None:
    """None."""
    options.epilog = "Editors check gateway.yaml while it is written: see docs/quickstart.md."


def run(_options: Namespace) -> int:
    """Print the schema that editors and other tools use; 0."""
    print(text(), end="")
    return 0


def text() -> str:
    """The schema as the file schemas/gateway.json holds it."""
    return json.dumps(bundle(), indent=2, ensure_ascii=False) + "\n"
