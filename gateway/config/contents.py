"""What the text must look like that says what bodies and files hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from gateway.config.suggest import did_you_mean, listed
from gateway.config.texts import OBJECT, line

TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
    "text": "text/plain",
    "bytes": "application/octet-stream",
}
"""What each parser is for, unless its `types` say otherwise."""
PARSERS = (*TYPES,)
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:\s*;\s*[\w!#$&^.+-]+=[^\s;]+)*", re.ASCII)
_BODY_TYPE = re.compile(r"(?:\*|[\w!#$&^.+-]+)/(?:\*|(?:\*\+)?[\w!#$&^.+-]+)|\+[\w.-]+|[\w-]+", re.ASCII)


def _media_type(text: str) -> None:
    """A media type, or a short name of one."""
    if text not in ("text", "html", "json") and not _MEDIA_TYPE.fullmatch(text):
        raise ValueError(f'"{text}" is neither text, html, json nor a media type such as text/csv')


def _parser(text: str) -> None:
    """How a body is read."""
    if text not in PARSERS and not OBJECT.fullmatch(text):
        near = did_you_mean(text, PARSERS)
        raise ValueError(f'parser must be {listed(PARSERS)}, or module:function, not "{text}"{near}')


def _body_type(text: str) -> None:
    """What a body is sent as: a media type, in which * stands for any, a suffix, or an extension."""
    if not _BODY_TYPE.fullmatch(text):
        raise ValueError(f'"{text}" is not a content type such as application/json, text/*, +json or json')


def _charset(text: str) -> None:
    """The name of a way to write text as bytes."""
    try:
        "".encode(text)
    except (LookupError, ValueError) as error:
        raise ValueError(f'"{text}" is not a charset, such as utf-8 or iso-8859-1') from error


def _file_name(text: str) -> None:
    """A name without a folder."""
    line(text)
    if "/" in text or "\\" in text or text.strip(" .") == "":
        raise ValueError(f'"{text}" is not the name of a file: it has no folder')


def _file(text: str) -> None:
    """The name of a file, which may be in a folder."""
    line(text)
    if text.endswith("/") or not text.strip():
        raise ValueError(f'"{text}" is the name of a folder, not of a file')


def _inner_folder(text: str) -> None:
    """A folder inside others."""
    if text.startswith("/") or ".." in text.split("/"):
        raise ValueError(f'"{text}" is not a folder inside those of directory')


CHECKS: Mapping[str, Callable[[str], Any]] = {
    "media-type": _media_type,
    "parser": _parser,
    "body-type": _body_type,
    "charset": _charset,
    "file": _file,
    "file-name": _file_name,
    "inner-folder": _inner_folder,
}
