from __future__ import annotations

import pytest

from gateway.http.media_types import BY_EXTENSION, content_type, known_type, of_file, with_charset


@pytest.mark.parametrize(
    ("name", "full"),
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
def test_extension_gives_the_type(name, full):
    assert of_file(name) == full


@pytest.mark.parametrize("extension", BY_EXTENSION)
def test_text_alone_has_a_charset(extension):
    full = BY_EXTENSION[extension]

    assert full.endswith("; charset=utf-8") == full.startswith("text/")


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("html", "text/html; charset=utf-8"),
        (".html", "text/html; charset=utf-8"),
        (".HTML", "text/html; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("json", "application/json"),
        ("js", "text/javascript; charset=utf-8"),
        ("png", "image/png"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv; charset=latin-1", "text/csv; charset=latin-1"),
        ("image/svg+xml", "image/svg+xml"),
        ("", "application/octet-stream"),
        ("htlm", "application/octet-stream"),
    ],
)
def test_type_is_an_extension_a_name_or_a_full_type(name, full):
    assert content_type(name) == full


@pytest.mark.parametrize("name", ["", "htlm", "txet"])
def test_type_that_is_written_in_gateway_yaml_must_be_known(name):
    with pytest.raises(ValueError, match="is not a content type; write an extension"):
        known_type(name)


@pytest.mark.parametrize("name", ["bin", ".bin", "text/html", "application/octet-stream", "x/y"])
def test_known_type_is_the_same_as_any(name):
    assert known_type(name) == content_type(name)


@pytest.mark.parametrize(
    ("media_type", "full"),
    [
        ("text/plain", "text/plain; charset=utf-8"),
        ("TEXT/HTML", "TEXT/HTML; charset=utf-8"),
        ("text/html; level=1", "text/html; level=1; charset=utf-8"),
        ("text/html;Charset=ISO-8859-1", "text/html;Charset=ISO-8859-1"),
        ("application/javascript", "application/javascript; charset=utf-8"),
        ("application/javascript ; a=b", "application/javascript ; a=b; charset=utf-8"),
        ("application/json", "application/json"),
        ("image/png", "image/png"),
        ("application/xml", "application/xml"),
    ],
)
def test_text_and_javascript_have_a_charset(media_type, full):
    assert with_charset(media_type) == full
