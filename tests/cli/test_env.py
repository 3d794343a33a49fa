from __future__ import annotations

import pytest

TEXT = """version: 1
env:
  KEY: {secret: true, min_length: 32}
  SITE: {format: url, default: "http://a.example"}
  OPEN: {type: boolean, default: true}
  LINES: {default: "a\\nSITE=b"}
  DATA: {default: "postgres://me:hunter2@db/x"}
  MAYBE: {optional: true}
settings: {own: {key: "${KEY}", site: "${SITE}", open: "${OPEN}", maybe: "${MAYBE}"}}
"""
EXAMPLE = """# Written by `gateway env`; `gateway env --check` tells what is lacking.
#GATEWAY_ENV=development

# secret, at least 32 characters, used by settings.own.key
KEY=

# url, may be left out, used by settings.own.site
#SITE=http://a.example

# boolean, may be left out, used by settings.own.open
#OPEN=true

# text, may be left out, used nowhere
#LINES=

# text, may be left out, used nowhere
#DATA=

# text, may be left out, used by settings.own.maybe
#MAYBE=
"""
VALUE = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def file(folder, monkeypatch):
    (folder / "gateway.yaml").write_text(TEXT)
    monkeypatch.delenv("KEY", raising=False)
    return folder / "gateway.yaml"


def test_example_tells_what_each_variable_is_for(run, file):
    assert run("env") == (0, EXAMPLE, "")


def test_environment_is_chosen(run, file):
    file.write_text(f"{TEXT}environments: {{staging: {{env: {{KEY: {{optional: true}}}}}}}}\n")

    assert "\nKEY=\n" in run("env")[1]
    assert "#GATEWAY_ENV=staging\n" in run("env", "--env", "staging")[1]
    assert "\n#KEY=\n" in run("env", "--env", "staging")[1]


def test_what_an_environment_lacks_is_1(run, file):
    status, out, err = run("env", "--check")

    assert (status, err) == (1, "")
    assert out.startswith(
        "gateway.yaml:3:3: error[GW021]: KEY is not set and has no default; used at line 9\n"
    )
    assert out.endswith("\n1 error in 1 file\n")


def test_environment_that_lacks_nothing_is_0(run, file, monkeypatch):
    monkeypatch.setenv("KEY", VALUE)

    assert run("env", "--check") == (0, "nothing is lacking (6 variables, environment development)\n", "")


def test_no_value_of_the_environment_is_printed(run, file, monkeypatch):
    monkeypatch.setenv("KEY", VALUE[1:])

    assert VALUE[1:] not in run("env")[1]
    assert run("env", "--check")[0] == 1
    assert VALUE[1:] not in run("env", "--check")[1]


def test_long_purpose_is_wrapped(run, file):
    uses = ", ".join(f"{name * 20}: '${{KEY}}'" for name in "abcdef")
    file.write_text(f"version: 1\nenv: {{KEY: {{}}}}\nsettings: {{own: {{{uses}}}}}\n")
    lines = run("env")[1].splitlines()

    assert max(map(len, lines)) <= 80
    assert all(line.startswith("# ") for line in lines[3:-1])


def test_file_with_problems_is_1_and_none_is_2(run, folder):
    assert run("env")[0] == 2
    (folder / "gateway.yaml").write_text("version: 1\nrotues: []\n")
    status, out, err = run("env")

    assert (status, out) == (1, "")
    assert 'unknown key "rotues"' in err
