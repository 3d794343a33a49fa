"""`--format junit`: the XML in which Jenkins, GitLab and others read the results of tests."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gateway.check.report import printable, said, shown_file
from gateway.errors import Problem


def written(problems: Sequence[Problem]) -> str:
    """A suite: a failed test for each error, one that passed for each warning, and for none of both."""
    errors = sum(problem.level == "error" for problem in problems)
    counts = {"tests": str(len(problems) or 1), "failures": str(errors), "errors": "0", "skipped": "0"}
    suites = Element("testsuites", {"name": "gateway", **counts})
    suite = SubElement(suites, "testsuite", {"name": "gateway check", **counts})
    for problem in problems:
        _add_case(suite, problem)
    if not problems:
        SubElement(suite, "testcase", classname="gateway check", name="no problems")
    indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _add_case(suite: Element, problem: Problem) -> None:
    """A test named by rule and place."""
    at = problem.position
    file = shown_file(at.file)
    name = f"{problem.rule} {file}:{at.line}:{at.column}"
    case = SubElement(suite, "testcase", classname=file, name=name, file=file, line=str(at.line))
    if problem.level == "error":
        message = printable(problem.message)
        SubElement(case, "failure", type=problem.rule, message=message).text = said(problem)
    else:
        SubElement(case, "system-out").text = f"warning: {said(problem)}"
