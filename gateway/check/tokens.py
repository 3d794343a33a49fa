"""Secrets that show in their shape: tokens of known services, private keys, addresses with a password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_END: Final = r"(?![\w-])"
_BEGIN: Final = r"(?<![\w-])"
_URL: Final = r"\b[a-z][a-z0-9+.-]*://"
_MARKS: Final = r"\"'{}\[\]<>,"

# What it is called, a text that stands in each, and what it looks like.
_SHAPES: Final = (
    ("a private key", "PRIVATE KEY", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    ("an AWS access key", "IA", rf"{_BEGIN}(?:AKIA|ASIA)[A-Z0-9]{{16}}{_END}"),
    ("a GitHub token", "gh", rf"{_BEGIN}gh[pousr]_[A-Za-z0-9]{{30,255}}{_END}"),
    ("a GitHub token", "github_pat_", rf"{_BEGIN}github_pat_\w{{30,255}}{_END}"),
    ("a GitLab token", "glpat-", rf"{_BEGIN}glpat-[\w.-]{{20,300}}"),
    ("a Slack token", "xox", rf"{_BEGIN}xox[abeoprs]-[A-Za-z0-9-]{{10,250}}"),
    ("a Slack webhook", "hooks.slack.com", r"https://hooks\.slack\.com/services/T\w+/B\w+/\w+"),
    ("a Stripe key", "k_live_", rf"{_BEGIN}[rs]k_live_[A-Za-z0-9]{{10,250}}{_END}"),
    ("a Stripe key", "whsec_", rf"{_BEGIN}whsec_[A-Za-z0-9+/=]{{24,100}}"),
    ("a Google API key", "AIza", rf"{_BEGIN}AIza[\w-]{{35}}{_END}"),
    ("a Google client secret", "GOCSPX-", rf"{_BEGIN}GOCSPX-[\w-]{{20,40}}"),
    ("an npm token", "npm_", rf"{_BEGIN}npm_[A-Za-z0-9]{{30,60}}{_END}"),
    ("a PyPI token", "pypi-", rf"{_BEGIN}pypi-[\w-]{{40,400}}"),
    ("a SendGrid key", "SG.", rf"{_BEGIN}SG\.[\w-]{{20,24}}\.[\w-]{{40,45}}{_END}"),
    ("a Twitter token", "AAAAAAAA", rf"{_BEGIN}A{{16,24}}[A-Za-z0-9%]{{50,120}}{_END}"),
    ("a Twitter token", "-", rf"{_BEGIN}[0-9]{{15,20}}-[A-Za-z0-9]{{40,45}}{_END}"),
    ("a JSON Web Token", "eyJ", rf"{_BEGIN}eyJ[\w-]{{8,}}\.eyJ[\w-]{{8,}}\.[\w-]{{16,}}"),
    ("a DigitalOcean token", "_v1_", rf"{_BEGIN}do[opr]_v1_[0-9a-f]{{64}}{_END}"),
    ("an OpenAI key", "sk-", rf"{_BEGIN}sk-(?:proj-|ant-|svcacct-)?[\w-]{{40,250}}"),
    ("an address with a password", "://", rf"{_URL}[^\s/:@{_MARKS}]*:[^\s/@{_MARKS}$]+@[^\s/:{_MARKS}]+"),
)  # fmt: skip
_KNOWN: Final = tuple((what, hint, re.compile(shape, re.ASCII)) for what, hint, shape in _SHAPES)
_HERE: Final = re.compile(r"@(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$")


class Token(NamedTuple):
    """A secret in a text: what it is, and the first index of it and the first one after it."""

    what: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The secrets in a text that have a shape of their own; a password for this machine is none."""
    for what, hint, shape in _KNOWN:
        matches = shape.finditer(text) if hint in text else ()
        yield from (Token(what, *found.span()) for found in matches if not _HERE.search(found[0]))


def masked(text: str) -> str:
    """A text with three stars in the place of each such secret."""
    for token in sorted(tokens(text), reverse=True, key=lambda token: token.start):
        text = f"{text[: token.start]}***{text[token.end :]}"
    return text
