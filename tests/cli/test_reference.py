from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.cli.reference import pages
from gateway.config.fragments import built_in_middleware, joined

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_committed_pages_are_those_of_the_schemas() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in REFERENCE.iterdir()}

    assert written == pages()


def test_every_key_of_the_file_is_on_the_first_page() -> None:
    assert [key for key in joined()["properties"] if f"`{key}`" not in pages()["README.md"]] == []


def test_links_lead_to_pages() -> None:
    links = {link for text in pages().values() for link in re.findall(r"\]\(([^)]+)\)", text)}

    assert links <= pages().keys()


@pytest.mark.parametrize("name", built_in_middleware())
def test_every_built_in_has_a_heading(name: str) -> None:
    assert f"\n## {name}\n" in pages()["middleware.md"]


@pytest.mark.parametrize(
    ("page", "row"),
    [
        ("session", "| `secure` | `auto`, `true`, `false` | `auto` |"),
        ("session", "| `idle` | duration or null or `none` | `2h` |"),
        ("session", "| `domain` | host name or null | `null` |"),
        ("settings", "| `max_size` | size | `1MiB` |"),
        ("routes", "| `cache` | mapping or `none` |  |"),
        ("routes", "| `to` | text | required |"),
        ("routes", "| `json` | anything |  |"),
        ("middleware", "| `redirect` | path or `none` |  |"),
        ("middleware", "Reserved, not in this version: `cors`, `rate_limit`,"),
        ("middleware", "Written elsewhere: `vhost` (`host: admin.example.org on a route, group or mount`),"),
        ("settings", "| `trust_proxy` | true or false or whole number or list of text | `false` |"),
        ("settings", "## settings.method_override"),
        ("routes", "| `wsgi` | `module:name` |  |"),
        ("views", "| `cache` | `true`, `false`, `auto` | `auto` |"),
        ("middleware", "It has no options."),
    ],
)
def test_option_is_told_with_value_and_default(page: str, row: str) -> None:
    assert row in pages()[f"{page}.md"]
