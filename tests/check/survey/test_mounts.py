"""What is told of services that are mounted."""

from __future__ import annotations

import pytest

from gateway.check.examination import examined
from gateway.errors import ConfigError

OUTER = "version: 1\n%sroutes: [{path: /in, mount: {config: inner.yaml}}]\n"
INNER = "version: 1\n%sroutes: [{path: /, %s}]\n"


@pytest.fixture
def told(tmp_path):
    """What is said of two files, one mounted in the other."""

    def told(outer, inner):
        (tmp_path / "gateway.yaml").write_text(outer)
        (tmp_path / "inner.yaml").write_text(inner)
        (tmp_path / "leads.py").write_text("def to(request): ...\n")
        try:
            found = examined(tmp_path / "gateway.yaml", environ={}).warnings
        except ConfigError as error:
            found = error.problems
        return [f"{each.position.file.rpartition('/')[2]} {each.rule} {each.message}" for each in found]

    return told


def test_hosts_of_a_mounted_service_count_for_nothing(told):
    inner = INNER % ("settings: {hosts: [a.example]}\n", "respond: {text: x}")

    assert told(OUTER % "", inner) == [
        "inner.yaml GW058 settings.hosts of a mounted service count for nothing"
    ]


def test_names_of_redirects_are_looked_at_where_they_are_written(told):
    settings = "settings: {redirects: {away: 'leads:gone', home: /}}\n"
    inner = INNER % ("", "redirect: away")

    assert told(OUTER % settings, inner) == ['gateway.yaml GW061 leads has no "gone"']
