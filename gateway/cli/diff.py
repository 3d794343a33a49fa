"""`gateway diff`: what changes for clients between two versions, and what of it weakens security."""

from __future__ import annotations

import json
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap

from gateway.check.report import render
from gateway.cli.change import Change
from gateway.cli.changes import changes
from gateway.cli.check import use_color
from gateway.cli.revisions import RevisionError, Version, version
from gateway.config import load
from gateway.errors import ConfigError

_COLORS = {"added": "\x1b[32m", "removed": "\x1b[31m", "changed": "\x1b[36m"}
_SECURITY, _PLAIN = "\x1b[1;31m", "\x1b[0m"
_WIDTH = 78
_UNREADABLE = 2


def add_options(options: ArgumentParser) -> None:
    """OLD, NEW, --env, --format, --security-only and --exit-code."""
    usual = os.environ.get("GATEWAY_CONFIG", "gateway.yaml")
    options.add_argument("old", metavar="OLD", help="a file, a git revision, or REVISION:PATH")
    options.add_argument("new", metavar="NEW", nargs="?", default=usual, help=f"the same (default: {usual})")
    options.add_argument("--env", metavar="NAME", help="compare this environment (default: GATEWAY_ENV)")
    options.add_argument("--format", choices=("text", "json", "github"), default="text")
    options.add_argument("--security-only", action="store_true", help="only what is a matter of security")
    options.add_argument("--exit-code", action="store_true", help="end with 1 if anything differs")


def run(options: Namespace) -> int:
    """Print what differs; 0, with --exit-code 1 if anything does, 2 if a version cannot be read."""
    usual = os.environ.get("GATEWAY_CONFIG", "gateway.yaml")
    beside = Path(options.new if Path(options.new).is_file() else usual)
    environ = {**os.environ, **({"GATEWAY_ENV": options.env} if options.env else {})}
    try:
        with version(options.old, beside) as old, version(options.new, beside) as new:
            found = _compared(old, new, environ)
            if found is None:
                return _UNREADABLE
            if options.security_only:
                found = [change.of_security() for change in found if change.security]
            print(_WRITERS[options.format](found, old, new))
    except RevisionError as error:
        sys.stderr.write(f"gateway diff: {error}\n")
        return _UNREADABLE
    return int(options.exit_code and bool(found))


def _compared(old: Version, new: Version, environ: Mapping[str, str]) -> list[Change] | None:
    """What differs; None after telling why a version cannot be read."""
    try:
        before = load(old.file, environ=environ, require=False)
        after = load(new.file, environ=environ, require=False)
        return list(changes(before, after, environ))
    except ConfigError as error:
        report = render(error.problems, color=use_color(sys.stderr))
        sys.stderr.write(old.told(new.told(report)) + "\n")
        return None


def _text(found: list[Change], old: Version, new: Version) -> str:
    """Each change as a paragraph, and a last line that counts them."""
    lines = [
        line for change in found for line in _paragraph(change, old if change.kind == "removed" else new)
    ]
    text = "\n".join([*lines, _summary(found)])
    return text if use_color(sys.stdout) else re.sub(r"\x1b\[[\d;]*m", "", text)


def _paragraph(change: Change, version: Version) -> Iterator[str]:
    """What changed and where it is written, then each detail, those of security marked."""
    head = wrap(f"{change.kind:8}{change.subject}", _WIDTH, subsequent_indent=" " * 8, break_on_hyphens=False)
    yield f"{_COLORS[change.kind]}{head[0]}{_PLAIN}"
    yield from head[1:]
    for text, security in change.details:
        first, *more = wrap(text, _WIDTH - 10, break_long_words=False, break_on_hyphens=False)
        yield f"      {_SECURITY}! {first}{_PLAIN}" if security else f"        {first}"
        yield from (f"          {line}" for line in more)
    yield f"        at {version.place(change.at.file)}:{change.at.line}"


def _summary(found: list[Change]) -> str:
    """How much changed."""
    security = sum(detail.security for change in found for detail in change.details)
    kinds = Counter(change.kind for change in found)
    counts = ", ".join(f"{kinds[kind]} {kind}" for kind in ("added", "removed", "changed") if kinds[kind])
    marked = f"; {security} of security, marked !" if security else "; none of security"
    return f"\n{counts}{marked}" if found else "nothing changes for clients"


def _json(found: list[Change], old: Version, new: Version) -> str:
    """One JSON object for programs."""
    told = [
        {
            "kind": change.kind,
            "subject": change.subject,
            "security": change.security,
            "details": [detail._asdict() for detail in change.details],
            "file": (old if change.kind == "removed" else new).place(change.at.file),
            "line": change.at.line,
        }
        for change in found
    ]
    return json.dumps({"old": old.name, "new": new.name, "changes": told}, indent=2)


def _github(found: list[Change], _: Version, new: Version) -> str:
    """A workflow command for each change; what was removed has no line any more."""
    return "\n".join(_command(change, new) for change in found) or "::notice::nothing changes for clients"


def _command(change: Change, new: Version) -> str:
    """One annotation, a warning if it is a matter of security."""
    level, title = ("warning", "Security change") if change.security else ("notice", "Change for clients")
    file = new.place(change.at.file).removeprefix(f"{new.revision}:")
    place = "" if change.kind == "removed" else f"file={_escaped(file, ':,')},line={change.at.line},"
    details = "; ".join(detail.text for detail in change.details)
    return f"::{level} {place}title={title}::" + _escaped(f"{change.kind} {change.subject}: {details}")


def _escaped(text: str, more: str = "") -> str:
    """Text as a workflow command holds it."""
    return "".join(f"%{ord(mark):02X}" if mark in "%\r\n" + more else mark for mark in text)


_WRITERS = {"text": _text, "json": _json, "github": _github}
