from __future__ import annotations

import pytest

from gateway.check.lints.cookies import exposed_cookies
from gateway.config.includes import assemble


def lint(config):
    return exposed_cookies(assemble(config.file).document)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("session: {cookie: {secure: false}}\n", ["2:28 GW030"]),
        ("session: {cookie: {secure: false, http_only: false}}\n", ["2:28 GW030", "2:46 GW034"]),
        ("session:\n  cookie:\n    http_only: false\n", ["4:16 GW034"]),
        ("session: {}\nstacks: {a: [{session: {cookie: {name: b, secure: false}}}]}\n", ["3:51 GW030"]),
        (
            "session: {}\nroutes: [{path: /, stack: [{session: {cookie: {secure: false}}}], respond: {}}]\n",
            ["3:56 GW030"],
        ),
        ("environments: {staging: {session: {cookie: {secure: false}}}}\n", ["2:53 GW030"]),
        ("session: {cookie: {secure: auto, http_only: true}}\n", []),
        ("session: {cookie: {secure: true}}\n", []),
        ("environments: {development: {session: {cookie: {secure: false, http_only: false}}}}\n", []),
        ("env: {S: {default: 'false'}}\nsession: {cookie: {secure: '${S}'}}\n", []),
        ("", []),
    ],
)
def test_cookie_outside_of_development_is_kept_to_the_browser(told, text, expected):
    assert [one.partition(" ")[0] + " " + one.partition("[")[2][:5] for one in told(lint, text)] == expected


def test_cookie_that_every_overlay_secures_is_no_mistake(told):
    overlay = "environments: {production: {session: {cookie: {secure: true}}}}\n"
    text = f"session: {{cookie: {{secure: false}}}}\n{overlay}"

    assert told(lint, text) == []


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        ("same_site: none, secure: false", ["3:60 error[GW031]"]),
        ("secure: false", ["3:57 error[GW031]"]),
        ("same_site: lax, secure: false", []),
        ("same_site: none, secure: true", []),
        ("path: /b", []),
    ],
)
def test_cookie_of_a_stack_that_browsers_would_drop_is_refused(told, cookie, expected):
    outer = "session: {cookie: {same_site: none}}\n"
    stack = f"stacks: {{a: [csrf, {{session: {{cookie: {{name: b, {cookie}}}}}}}]}}\n"

    found = [one.partition(": ")[0] for one in told(lint, outer + stack) if "error" in one]
    assert list(dict.fromkeys(found)) == expected
    assert (["error" in one for one in told(lint, stack)].count(True) > 0) is (
        cookie.count("none, secure: f") > 0
    )
