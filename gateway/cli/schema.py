"""`gateway schema`: print the JSON Schema of gateway.yaml."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from gateway.cli.bundle import bundle
from gateway.cli.reference import pages
from gateway.config.fragments import schemas_directory


def add_options(options: ArgumentParser) -> None:
    """--write."""
    options.add_argument(
        "--write",
        action="store_true",
        help="write schemas/gateway.json and docs/reference of this checkout instead of printing",
    )


def run(options: Namespace) -> int:
    """Print the schema that editors and other tools use, or write it and the reference; 0."""
    if not options.write:
        print(text(), end="")
        return 0
    for file, content in files(schemas_directory().parent).items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        print(f"wrote {file}")
    return 0


def files(folder: Path) -> dict[Path, str]:
    """What is generated in a checkout: the schema, and a page for each part of the language."""
    reference = {folder / "docs" / "reference" / name: content for name, content in pages().items()}
    return {folder / "schemas" / "gateway.json": text(), **reference}


def text() -> str:
    """The schema as the file schemas/gateway.json holds it."""
    return json.dumps(bundle(), indent=2, ensure_ascii=False) + "\n"
