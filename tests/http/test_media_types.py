from __future__ import annotations

import pytest

from gateway.http.media_types import BY_EXTENSION, of_file


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.min.JS", "text/javascript; charset=utf-8"),
        ("a.json", "application/json"),
        ("a.svg", "image/svg+xml"),
        ("a.tar.gz", "application/gzip"),
        ("a.unheard", "application/octet-stream"),
        ("README", "application/octet-stream"),
        ("html", "application/octet-stream"),
        (".html", "application/octet-stream"),
        (".a.html", "text/html; charset=utf-8"),
        ("a.", "application/octet-stream"),
        ("a.ico", "image/vnd.microsoft.icon"),
        ("a.md", "text/markdown; charset=utf-8"),
        ("a.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ],
)
def test_extension_gives_the_type(name, content_type):
    assert of_file(name) == content_type


@pytest.mark.parametrize("extension", BY_EXTENSION)
def test_text_alone_has_a_charset(extension):
    content_type = BY_EXTENSION[extension]

    assert content_type.endswith("; charset=utf-8") == content_type.startswith("text/")
