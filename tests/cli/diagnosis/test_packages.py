from __future__ import annotations

import platform
import re
from importlib import metadata
from pathlib import Path

import pytest

from gateway import __version__
from gateway.cli.diagnosis.packages import Requirement, packages, python, requirements

ROOT = Path(__file__).parents[3]
PROJECT = ROOT / "pyproject.toml"
MISSING = Requirement("not-installed", ((">=", "1"),), "redis")


def found(wanted, needed=None):
    """The last finding, by its level, text and help."""
    *_, last = packages(needed or {}, [wanted])
    return (last.level, last.found, last.help)


def test_python_and_the_gateway_have_their_versions():
    assert [(each.level, each.found) for each in python()] == [
        ("ok", f"Python {platform.python_version()}"),
        ("ok", f"gateway {__version__}"),
    ]


def test_package_that_is_there_is_told_with_why():
    version = metadata.version("pyyaml")

    assert found(Requirement("pyyaml", ((">=", "6.0.3"), ("<", "7")))) == ("ok", f"pyyaml {version}", "")
    assert found(Requirement("pyyaml", (), "x"), {"pyyaml": "it is"})[1] == f"pyyaml {version}, since it is"


@pytest.mark.parametrize(
    ("extra", "why", "expected"),
    [
        ("redis", "", ("ok", "not-installed is not installed, nor does this service need it", "")),
        ("redis", "session.store is redis",
         ("error", "not-installed is not installed, but session.store is redis",
          "pip install 'gateway[redis]'")),
        ("", "",
         ("error", "not-installed is not installed, but the gateway needs it", "pip install 'gateway'")),
    ],
)  # fmt: skip
def test_missing_package_is_an_error_where_it_is_needed(extra, why, expected):
    assert found(MISSING._replace(extra=extra), {MISSING.name: why}) == expected


@pytest.mark.parametrize(
    ("ranges", "extra", "why", "level"),
    [
        ([(">=", "999")], "", "", "error"),
        ([("<", "6.0.3")], "yaml", "it is", "error"),
        ([("==", "6.0.3.1")], "yaml", "", "warning"),
        ([("==", "6.0.3")], "", "", "ok"),
        ([("==", "6.0.3.0"), ("<", "6.0.10")], "", "", "ok"),
    ],
)
def test_version_has_to_be_one_that_will_do(ranges, extra, why, level):
    told = found(Requirement("pyyaml", (*ranges,), extra), {"pyyaml": why})

    assert told[0] == level
    assert bool(told[2]) == (level != "ok")


def test_requirements_of_a_checkout_are_those_of_its_project_file():
    wanted = {each.name: each for each in requirements(PROJECT)}
    pinned = re.findall(
        r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text().partition("\n\n")[0], re.MULTILINE
    )

    assert {*pinned} <= {*wanted}
    assert wanted["gunicorn"].ranges == (("==", "27.0.1"),)
    assert wanted["psycopg"] == Requirement("psycopg", ((">=", "3.3.9"), ("<", "4")), "sql")


def test_everything_a_checkout_needs_is_here():
    assert [each for each in packages({}, requirements(PROJECT)) if each.level != "ok"] == []


def test_requirements_of_an_installation_are_those_it_says(tmp_path, monkeypatch):
    folder = tmp_path / "gateway-9.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(
        "Metadata-Version: 2.4\nName: gateway\nVersion: 9\n"
        "Requires-Dist: pyyaml<7,>=6\n"
        "Requires-Dist: redis>=8; extra == 'redis'\n"
        'Requires-Dist: backports.zstd>=1.8; (python_version < "3.14") and extra == "zstd"\n'
        "Requires-Dist: old-one>=1; python_version < '3.2' and extra == 'zstd'\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    assert requirements(tmp_path / "gone.toml") == [
        Requirement("pyyaml", (("<", "7"), (">=", "6"))),
        Requirement("redis", ((">=", "8"),), "redis"),
        Requirement("backports.zstd", ((">=", "1.8"),), "zstd"),
    ]
