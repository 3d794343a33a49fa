"""What must be alike in both answers: all normalisation is here, all differences are in differences.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from http import HTTPStatus
from typing import Any

import yaml

from tests.express.exchange import Answer, Sent
from tests.express.groups import HERE

OF_THE_CONNECTION = ("date", "connection", "keep-alive", "transfer-encoding", "server")
OF_A_PAGE = ("content-length", "content-security-policy", "x-content-type-options")
SECRET_COOKIE = re.compile(r"(session|connect\.sid|signed)")
FAILED = 400
TIME = re.compile(r"[\d.]+ms")
TAG = re.compile(r'".+"')


def comparable(answer: Answer) -> Answer:
    """An answer without what is never alike: times, free values, and the wording of built-in error pages."""
    for name in OF_THE_CONNECTION:
        answer = answer.having(name)
    tag = answer.header("etag")
    if tag is not None:
        answer = answer.having("etag", TAG.sub('"*"', tag))
    if "vary" in answer.headers:
        answer = answer.having("vary", ", ".join(sorted((answer.header("vary") or "").split(", "))))
    if "x-response-time" in answer.headers:
        answer = answer.having("x-response-time", TIME.sub("(ms)", answer.header("x-response-time") or ""))
    if "set-cookie" in answer.headers:
        lines = filter(None, map(_cookie, answer.headers["set-cookie"]))
        answer = answer.having("set-cookie", *sorted(lines))
    return _page(answer) if _is_page(answer) else answer


def _cookie(line: str) -> str | None:
    """A cookie with its attributes in one order and spelling; keygrip's cookie is part of another."""
    (name, _, value), *attributes = [part.strip().partition("=") for part in line.split(";")]
    if name.endswith(".sig"):
        return None
    held = {key.lower(): text for key, _, text in attributes}
    if SECRET_COOKIE.match(name):
        value, held = _secret(value, held)
    elif "max-age" in held and "expires" in held:
        held["expires"] = "(max-age from now)"
    return "; ".join([f"{name}={value}", *(f"{key}={text.lower()}" for key, text in sorted(held.items()))])


def _secret(value: str, held: dict[str, str]) -> tuple[str, dict[str, str]]:
    """A cookie nobody else can make: whether it is one, and whether it outlives the browser."""
    lifetimes = {"max-age", "expires"} & held.keys()
    kept = {key: text for key, text in held.items() if key not in lifetimes}
    return ("*", kept | {"lasting": ""}) if value and lifetimes else ("*" if value else "(gone)", kept)


def _is_page(answer: Answer) -> bool:
    """Whether it is what finalhandler, or the gateway, makes of an error; ours may be text or JSON."""
    policy = answer.header("content-security-policy") or ""
    if policy == "default-src 'none'" or policy.startswith("default-src 'none'; style-src 'sha256-"):
        return True
    phrase = next((status.phrase for status in HTTPStatus if status == answer.status), "")
    plain = answer.body.startswith(f"{answer.status} {phrase}\n")
    return answer.status >= FAILED and (
        plain or answer.body.startswith(f'{{"status":{answer.status},"error":')
    )


def _page(answer: Answer) -> Answer:
    """The page of an error without its wording, and without its type if that is HTML."""
    for name in OF_A_PAGE:
        answer = answer.having(name)
    if (answer.header("content-type") or "").startswith("text/html"):
        answer = answer.having("content-type")
    return replace(answer, body="(error page)")


@cache
def differences() -> dict[str, list[dict[str, Any]]]:
    """What is different on purpose: `everywhere` by header, `answers` by request."""
    return yaml.safe_load((HERE / "differences.yaml").read_text(encoding="utf-8"))


def concerns(difference: dict[str, Any], sent: Sent) -> bool:
    """Whether a difference is about that request; without a list of them it is about all."""
    return _is_among(sent, difference.get("requests", ("*",))) and not _is_among(
        sent, difference.get("but", ())
    )


def _is_among(sent: Sent, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(sent.id, pattern.replace("[", "[[]")) for pattern in patterns)


def everywhere(answer: Answer, sent: Sent) -> Answer:
    """Express's answer with what is different in all answers alike."""
    for rule in differences()["everywhere"]:
        if _applies(rule, answer, sent):
            answer = _with(answer, rule["ours"])
    return answer


def _applies(rule: dict[str, Any], answer: Answer, sent: Sent) -> bool:
    """Whether Express's answer is what the rule is for: its requests, methods, statuses and headers."""
    return (
        concerns(rule, sent)
        and sent.method not in rule.get("methods_other_than", ())
        and answer.status not in rule.get("statuses_other_than", ())
        and answer.status in rule.get("statuses", (answer.status,))
        and all(
            re.fullmatch(pattern, answer.header(name) or "", re.IGNORECASE)
            for name, pattern in rule.get("express", {}).items()
        )
    )


def both(express: Answer, ours: Answer, sent: Sent) -> tuple[Answer, Answer]:
    """What our service must answer where Express answers so, and what it does answer, both comparable."""
    expected, given = _wanted(express, sent), comparable(ours)
    return _sized_as(given, expected), _sized_as(expected, given)


def changed(difference: dict[str, Any], express: Answer, sent: Sent) -> bool:
    """Whether a difference makes one for an answer of Express."""
    if "requests" in difference and not concerns(difference, sent):
        return False
    plain = comparable(express)
    if difference in differences()["everywhere"]:
        return _applies(difference, express, sent) and comparable(_with(express, difference["ours"])) != plain
    others = comparable(everywhere(express, sent))
    return _with(others, difference["ours"]).having("content-length") != others.having("content-length")


def _wanted(express: Answer, sent: Sent) -> Answer:
    answer = comparable(everywhere(express, sent))
    for difference in differences()["answers"]:
        if concerns(difference, sent):
            answer = _with(answer, difference["ours"])
    return answer


def _with(answer: Answer, ours: dict[str, Any]) -> Answer:
    """An answer with another status, body or headers; None is a header that is not there."""
    for name, value in ours.items():
        if isinstance(value, dict):
            answer = answer.having(name, (answer.header(name) or "").removesuffix(value["without"]))
        elif name in {"status", "body"}:
            answer = replace(answer, **{name: value})
        else:
            values = value if isinstance(value, list) else [value]
            answer = answer.having(name, *(str(one) for one in values if one is not None))
    return answer if "body" not in ours else answer.having("content-length")


def _sized_as(other: Answer, answer: Answer) -> Answer:
    """The length only where both tell it: Express streams files, and a body of ours is of another length."""
    return answer if "content-length" in other.headers else answer.having("content-length")
