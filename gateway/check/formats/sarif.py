"""`--format sarif`: SARIF 2.1.0 (OASIS), which GitHub's code scanning and other dashboards load."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gateway.check.fingerprint import fingerprint
from gateway.check.replacements import replacement
from gateway.check.report import said, shown_file
from gateway.check.rules import page
from gateway.errors import Problem

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def written(problems: Sequence[Problem]) -> str:
    """One run with a result for each problem, and a line's end; a run without results is clean (§3.14.23)."""
    rules = sorted({problem.rule for problem in problems})
    driver = {"name": "gateway", "rules": [_descriptor(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, rules) for problem in problems],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _descriptor(rule: str) -> dict[str, Any]:
    """What dashboards show of a rule: its heading and its page (§3.49)."""
    text = page(rule)
    title = text.partition("\n")[0].removeprefix(f"# {rule}: ")
    told = {"shortDescription": {"text": title}, "help": {"text": text, "markdown": text}} if text else {}
    return {"id": rule, **told}


def _result(problem: Problem, rules: list[str]) -> dict[str, Any]:
    """One problem; its fingerprint stays when lines move (§3.27.17)."""
    at = problem.position
    region = {"startLine": at.line, "startColumn": at.column, "endColumn": at.column + at.width}
    place = {"artifactLocation": {"uri": _uri(at.file)}, "region": region}
    return {
        "ruleId": problem.rule,
        "ruleIndex": rules.index(problem.rule),
        "level": problem.level,
        "message": {"text": said(problem)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"gatewayProblem/v1": fingerprint(problem)},
        **_fixes(problem, region),
    }


def _fixes(problem: Problem, region: dict[str, int]) -> dict[str, Any]:
    """What `gateway check --fix` would write (§3.55), unless the line is not shown."""
    at = problem.position
    old = at.text[at.column - 1 : at.column - 1 + at.width]
    is_key = problem.rule in ("GW010", "GW040")
    new = replacement(old, problem.fix, is_key=is_key) if old and problem.fix is not None else None
    if new is None:
        return {}
    replaced = {"deletedRegion": region, "insertedContent": {"text": new}}
    change = {"artifactLocation": {"uri": _uri(at.file)}, "replacements": [replaced]}
    return {"fixes": [{"description": {"text": f"write {new}"}, "artifactChanges": [change]}]}


def _uri(file: str) -> str:
    """A file as a reference relative to the current folder, or as a whole address outside it (§3.4.3)."""
    shown = Path(shown_file(file))
    return shown.as_uri() if shown.is_absolute() else quote(str(shown))
