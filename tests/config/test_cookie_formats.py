from __future__ import annotations

import pytest

WARNING = "format: cookie-session signs with SHA-1, under a name that other hosts of the domain can set"


def entry(session: str, options: str) -> str:
    return f"session: {session}\nroutes:\n  - {{path: /, stack: [{{session: {options}}}], respond: {{}}}}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("session: {format: cookie-session}", 2),
        ("session: {format: cookie-session, store: cookie, encrypt: false}", 2),
        (entry("{encrypt: true}", "{format: cookie-session, encrypt: false}"), 4),
        (entry("{store: redis, encrypt: false}", "{format: cookie-session, store: cookie}"), 4),
    ],
)
def test_cookies_of_express_are_taken_with_a_warning(configured, text: str, line: int) -> None:
    (warning,) = configured(text).warnings

    assert (warning.level, warning.rule, warning.message) == ("warning", "GW039", WARNING)
    assert warning.position.line == line
    assert warning.help == "format: gateway, as soon as Express no longer answers"


@pytest.mark.parametrize(
    "text",
    [
        "session: {}",
        "session: {format: gateway, encrypt: true}",
        entry("{}", "{format: gateway}"),
        entry("{}", "{cookie: {name: basket}}"),
    ],
)
def test_cookies_of_ours_are_no_matter(configured, text: str) -> None:
    assert configured(text).warnings == ()


@pytest.mark.parametrize(
    ("session", "said"),
    [
        (
            "{store: redis, format: cookie-session}",
            "2 GW051 format: cookie-session is for store: cookie; store: redis has the values on a server",
        ),
        (
            "{format: cookie-session, encrypt: true}",
            "2 GW051 a cookie of format: cookie-session is not encrypted: Express could not read it",
        ),
        ("{format: express}", '2 GW015 format must be gateway or cookie-session, not "express"'),
    ],
)
def test_format_that_does_not_fit_is_refused(refused, session: str, said: str) -> None:
    assert [line for line in refused(f"session: {session}") if "SHA-1" not in line] == [said]


@pytest.mark.parametrize(
    ("session", "options"),
    [
        ("{format: cookie-session}", "{encrypt: true, cookie: {name: basket}}"),
        ("{encrypt: true}", "{format: cookie-session, cookie: {name: basket}}"),
    ],
)
def test_stack_that_makes_it_misfit_is_refused_there(refused, session: str, options: str) -> None:
    said = [line for line in refused(entry(session, options)) if "SHA-1" not in line]

    assert said == ["4 GW051 a cookie of format: cookie-session is not encrypted: Express could not read it"]


def test_other_session_beside_that_of_express_may_be_on_a_server(configured) -> None:
    text = entry("{format: cookie-session}", "{store: redis, cookie: {name: basket}}")

    assert [warning.position.line for warning in configured(text).warnings] == [2]


@pytest.mark.parametrize(
    ("given", "why"),
    [("gateway", "it is added when https is used"), ("cookie-session", "format: cookie-session has none")],
)
def test_name_has_no_prefix_in_either_format(refused, given: str, why: str) -> None:
    said = refused(f"session: {{format: {given}, cookie: {{name: __Host-a}}}}")

    assert f'2 GW030 write the name without "__Host-": {why}' in said
