from __future__ import annotations

import json
import subprocess
import sys

import pytest

OLD = "version: 1\nroutes:\n  - {path: /a, stack: [csrf], handler: 'gone:a'}\n  - {path: /b, respond: {}}\n"
NEW = "version: 1\nroutes:\n  - {path: /a, handler: 'gone:b'}\n  - {path: '/c,d', respond: {}}\n"
KEY = "0123456789abcdef0123456789abcdef"


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def versions(folder):
    (folder / "old.yaml").write_text(OLD)
    (folder / "gateway.yaml").write_text(NEW)
    return folder


def test_changes_are_printed_without_importing_handlers(run, versions):
    status, out, err = run("diff", "old.yaml", "gateway.yaml")

    assert (status, err) == (0, "")
    assert out == (
        "changed GET /a\n"
        "      ! csrf is lost\n"
        "        answer: gone:a -> gone:b\n"
        "        at gateway.yaml:3\n"
        "added   GET /c,d\n"
        "        respond, behind no layers\n"
        "        at gateway.yaml:4\n"
        "removed GET /b\n"
        "        was respond\n"
        "        at old.yaml:4\n"
        "\n1 added, 1 removed, 1 changed; 1 of security, marked !\n"
    )


def test_newer_version_is_the_usual_file(run, versions):
    assert run("diff", "old.yaml") == run("diff", "old.yaml", "gateway.yaml")


@pytest.mark.parametrize(("name", "expected"), [("old.yaml", 1), ("gateway.yaml", 0)])
def test_status_tells_of_changes_if_asked(run, versions, name, expected):
    assert run("diff", name, "--exit-code")[0] == expected


def test_without_changes_a_line_says_so(run, versions):
    assert run("diff", "gateway.yaml")[1] == "nothing changes for clients\n"
    assert run("diff", "gateway.yaml", "--format", "github")[1] == "::notice::nothing changes for clients\n"


def test_only_what_is_of_security_is_printed(run, versions):
    out = run("diff", "old.yaml", "--security-only")[1]

    assert "csrf is lost" in out
    assert "answer" not in out
    assert "GET /b" not in out


def test_changes_are_printed_as_json(run, versions):
    found = json.loads(run("diff", "old.yaml", "--format", "json")[1])

    assert (found["old"], found["new"], len(found["changes"])) == ("old.yaml", "gateway.yaml", 3)
    assert found["changes"][0] == {
        "kind": "changed",
        "subject": "GET /a",
        "security": True,
        "details": [
            {"text": "csrf is lost", "security": True},
            {"text": "answer: gone:a -> gone:b", "security": False},
        ],
        "file": "gateway.yaml",
        "line": 3,
    }


def test_changes_are_printed_for_a_pull_request(run, versions):
    (versions / "a,b.yaml").write_text(NEW)

    changed, added, removed = run("diff", "old.yaml", "a,b.yaml", "--format", "github")[1].splitlines()

    place, told = "file=a%2Cb.yaml,line=3,title=Security change", "csrf is lost; answer: gone:a -> gone:b"
    assert changed == f"::warning {place}::changed GET /a: {told}"
    assert added.startswith(
        "::notice file=a%2Cb.yaml,line=4,title=Change for clients::added GET /c,d: respond"
    )
    assert removed == "::notice title=Change for clients::removed GET /b: was respond"


def test_revisions_are_compared_with_the_files_they_include(run, folder):
    git("init", "-q", "-b", "main")
    (folder / "gateway.yaml").write_text("version: 1\ninclude: [more.yaml]\n")
    for status in (200, 410):
        (folder / "more.yaml").write_text(f"routes: [{{path: /, respond: {{status: {status}}}}}]\n")
        git("add", ".")
        git("commit", "-q", "-m", "one")

    assert "status: 200 -> 410\n        at main:more.yaml:1\n" in run("diff", "main~1", "main")[1]
    github = run("diff", "main~1", "main", "--format", "github")[1]
    assert github.startswith("::notice file=more.yaml,line=1,")
    (folder / "more.yaml").write_text("routes: [{path: /, respond: {}}]\n")
    assert "status: 410 -> 200\n        at more.yaml:1\n" in run("diff", "main")[1]


def test_file_that_is_not_there_is_2(run, versions):
    status, out, err = run("diff", "gone.yaml")

    assert (status, out) == (2, "")
    assert err.startswith("gateway diff: gone.yaml is not a file")


def test_version_with_problems_is_2_and_named_by_its_revision(run, folder):
    git("init", "-q", "-b", "main")
    (folder / "gateway.yaml").write_text("version: 1\nrotues: []\n")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    (folder / "gateway.yaml").write_text(NEW)
    status, out, err = run("diff", "main")

    assert (status, out) == (2, "")
    assert err.startswith('main:gateway.yaml:2:1: error[GW010]: unknown key "rotues"')


def test_environment_is_chosen(run, folder):
    overlay = "environments: {staging: {settings: {etag: none}}}\n"
    (folder / "gateway.yaml").write_text(NEW + overlay)
    (folder / "old.yaml").write_text(NEW + overlay.replace("none", "strong"))

    assert run("diff", "old.yaml")[1] == "nothing changes for clients\n"
    assert "settings.etag\n        strong -> none" in run("diff", "old.yaml", "--env", "staging")[1]


def test_long_lines_are_wrapped_for_eighty_columns(run, folder):
    paths = ", ".join(f"/a/rather/long/path/{number}" for number in range(9))
    route = f"version: 1\nroutes: [{{path: [{paths}], respond: {{}}, STACK}}]\n"
    stack = ", ".join(f"'some.module.of.ours:layer_{number}'" for number in range(9))
    (folder / "gateway.yaml").write_text(route.replace("STACK", f"stack: [{stack}]"))
    (folder / "old.yaml").write_text("version: 1\nroutes: []\n")
    out = run("diff", "old.yaml")[1]

    assert max(map(len, out.splitlines())) <= 80
    assert "layer_8" in out


def test_terminal_has_colours(run, versions, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert (
        "\x1b[36mchanged GET /a\x1b[0m\n      \x1b[1;31m! csrf is lost\x1b[0m" in run("diff", "old.yaml")[1]
    )


def test_no_secret_is_shown(run, folder):
    text = f"version: 1\nsession: {{keys: [{KEY}]}}\nroutes: []\n"
    (folder / "old.yaml").write_text(text)
    (folder / "gateway.yaml").write_text(text.replace(KEY, KEY[::-1]))
    found = [run("diff", "old.yaml", "--format", name)[1] for name in ("text", "json", "github")]

    assert all("session.keys" in out and KEY not in out and KEY[::-1] not in out for out in found)
