from __future__ import annotations

import json
import sys

import pytest
import yaml

TEXT = """version: 1
env:
  KEY: {secret: true}
  GONE: {optional: true}
settings: {own: {title: "a: b", key: "${KEY}", gone: "${GONE}", none: []}}
routes:
  - {path: /, respond: {text: "%s"}, stack: [compress, {body_limit: {max_size: 1KiB}}]}
environments: {staging: {settings: {etag: none}}}
""" % ("long " * 20)


@pytest.fixture
def written(folder, monkeypatch):
    (folder / "gateway.yaml").write_text(TEXT)
    monkeypatch.setenv("KEY", "hunter2hunter2")


def test_configuration_is_printed_with_origins(run, written):
    status, out, err = run("show")

    assert (status, err) == (0, "")
    assert out.splitlines()[:10] == [
        "version: 1                                # gateway.yaml:1",
        "settings:",
        "  own:",
        "    title: 'a: b'                         # gateway.yaml:5",
        "    key: '***'                            # gateway.yaml:5, KEY",
        "    none: []                              # gateway.yaml:5",
        "    gone: null                            # gateway.yaml:5, GONE not set",
        "env:",
        "  KEY:",
        "    secret: true                          # gateway.yaml:3",
    ]


def test_what_is_printed_is_yaml(run, written):
    shown = yaml.safe_load(run("show")[1])

    assert shown["settings"]["own"] == {"title": "a: b", "key": "***", "none": [], "gone": None}
    assert shown["routes"][0]["stack"] == ["compress", {"body_limit": {"max_size": "1KiB"}}]


def test_only_a_long_value_is_wider_than_eighty_columns(run, written):
    wide = [line for line in run("show")[1].splitlines() if len(line) > 80]

    assert len(wide) == 1
    assert f"      # gateway.yaml:7\n{wide[0]}\n" in run("show")[1]


def test_configuration_is_printed_as_json(run, written):
    shown = json.loads(run("show", "--json")[1])

    assert shown[2] == {
        "path": ["settings", "own", "key"],
        "value": "***",
        "variables": ["KEY"],
        "file": "gateway.yaml",
        "line": 5,
        "column": 38,
    }


def test_environment_is_chosen(run, written):
    assert "etag" not in run("show")[1]
    assert (
        "  etag: none                              # gateway.yaml:8\n" in run("show", "--env", "staging")[1]
    )


def test_file_with_problems_is_1_and_none_is_2(run, folder):
    assert run("show")[0] == 2
    (folder / "gateway.yaml").write_text("version: 1\nrotues: []\n")
    status, out, err = run("show")

    assert (status, out) == (1, "")
    assert 'unknown key "rotues"' in err


def test_terminal_has_dim_origins(run, written, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert run("show")[1].splitlines()[0].endswith("  \x1b[2m# gateway.yaml:1\x1b[0m")
