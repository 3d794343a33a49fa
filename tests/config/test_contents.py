from __future__ import annotations

import pytest

from gateway.config.contents import CHECKS


def refusal(format_: str, text: str) -> str:
    """What is said against a text; nothing if it fits."""
    try:
        CHECKS[format_](text)
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("media-type", "json"),
        ("media-type", "text/csv; charset=utf-8"),
        ("parser", "multipart"),
        ("parser", "handlers.body:yaml"),
        ("body-type", "application/json"),
        ("body-type", "*/*"),
        ("body-type", "text/*"),
        ("body-type", "application/*+json"),
        ("body-type", "*/*+json"),
        ("body-type", "application/vnd.api+json"),
        ("body-type", "+json"),
        ("body-type", "json"),
        ("charset", "utf-8"),
        ("charset", "ISO-8859-1"),
        ("file", "images/icon.ico"),
        ("file-name", "report of May.pdf"),
        ("file-name", "Prüfung.pdf"),
        ("inner-folder", "partials"),
        ("inner-folder", "parts/small"),
    ],
)
def test_text_that_fits_is_accepted(format_: str, text: str) -> None:
    assert refusal(format_, text) == ""


@pytest.mark.parametrize(
    ("format_", "text", "message"),
    [
        ("media-type", "csv", "media type"),
        ("parser", "jsn", '(did you mean "json"?)'),
        ("parser", "yaml", "parser must be json, form, multipart, text or bytes, or module:function"),
        ("body-type", "application/", "is not a content type"),
        ("body-type", "text/csv; charset=utf-8", "is not a content type"),
        ("body-type", "a b", "is not a content type"),
        ("charset", "utf-99", '"utf-99" is not a charset'),
        ("charset", "rot13", "is not a charset"),
        ("charset", "utf\x00", "is not a charset"),
        ("file", "images/", "is the name of a folder"),
        ("file-name", "a/b.pdf", "it has no folder"),
        ("file-name", "a\\b.pdf", "it has no folder"),
        ("file-name", "..", "it has no folder"),
        ("file-name", " ", "it has no folder"),
        ("file", " ", "is the name of a folder"),
        ("file-name", "a\nb", "one line"),
        ("inner-folder", "/parts", "is not a folder inside"),
        ("inner-folder", "a/../..", "is not a folder inside"),
    ],
)
def test_text_that_does_not_fit_is_explained(format_: str, text: str, message: str) -> None:
    assert message in refusal(format_, text)
