from __future__ import annotations

import pytest

from gateway.check.versions import renewed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("routes: []\n", "version: 1\nroutes: []\n"),
        ("routes: []\r\n", "version: 1\r\nroutes: []\r\n"),
        ("  routes: []\n", "  version: 1\n  routes: []\n"),
        ("# a\n# b\nroutes: []\n", "version: 1\n# a\n# b\nroutes: []\n"),
        ("# a\n\n# b\nroutes: []\n", "# a\n\nversion: 1\n# b\nroutes: []\n"),
        (
            "# yaml-language-server: $schema=a\n# b\nroutes: []\n",
            "# yaml-language-server: $schema=a\nversion: 1\n# b\nroutes: []\n",
        ),
        ("---\nroutes: []\n", "---\nversion: 1\nroutes: []\n"),
        ("{routes: []}", "{version: 1, routes: []}"),
        ("routes: []\nversion: 0 # a\n", "routes: []\nversion: 1 # a\n"),
        ("version: '0.9'\n", "version: 1\n"),
        ('{"version": -1}', '{"version": 1}'),
    ],
)
def test_older_version_or_none_becomes_the_one_that_is_read(text, expected):
    assert renewed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "version: 1\n",
        "version: 2\n",
        "version: '1'\n",
        "version: ${VERSION}\n",
        "version: [0]\n",
        "version:\n",
        "- routes\n",
        "routes\n",
        "{}\n",
        "",
        "a: [\n",
    ],
)
def test_any_other_text_stays(text):
    assert renewed(text) == text
