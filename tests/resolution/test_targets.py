from __future__ import annotations

from pathlib import Path

import pytest

from gateway.errors import Position
from gateway.resolution.report import Report
from gateway.resolution.targets import target

HERE = Position(Path("gateway.yaml"), 1, 1)


@pytest.mark.parametrize(
    ("url", "origin"), [("/a", ""), ("a", ""), ("https://a.example:8/b?c", "https://a.example:8"), ("?a", "")]
)
def test_origin_is_what_is_before_the_path(url, origin):
    found = target(url, "redirect.to", HERE, Report())

    assert found is not None
    assert found.origin == origin


def test_path_takes_parameters_between_a_fixed_origin_and_query():
    found = target("https://a.example/b/:c?d=1", "redirect.to", HERE, Report())

    assert found is not None
    assert (found.origin, str(found.path), found.query) == ("https://a.example", "/b/:c", "?d=1")


def test_path_that_cannot_be_read_is_told_with_its_key():
    report = Report()

    assert target("/b/:", "redirect.to", HERE, report) is None
    assert [each.message.partition(":")[0] for each in report.problems] == ["redirect.to"]
