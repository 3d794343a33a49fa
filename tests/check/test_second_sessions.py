from __future__ import annotations

import pytest

from gateway.check.second_sessions import second_sessions
from gateway.config.includes import assemble


@pytest.fixture
def told(tmp_path):
    """What is told of a cookie that stands in a stack of a service with some top-level cookie and address."""

    def told(
        cookie: str, *, top: str = "", url: str = "https://example.org", place: str = "web"
    ) -> list[str]:
        entry = f"{{session: {{cookie: {{{cookie}}}}}}}"
        places = {
            "web": f"stacks: {{web: [{entry}]}}",
            "middleware": f"middleware: {{other: {entry}}}",
            "route": f"routes: [{{path: /, respond: {{}}, stack: [{entry}]}}]",
            "login": f"login: {{a: {{provider: sandbox, stack: [{entry}]}}}}",
        }
        (tmp_path / "gateway.yaml").write_text(
            f"version: 1\nenv: {{URL: {{}}}}\nsettings: {{public_url: '{url}'}}\n"
            f"session: {{cookie: {{{top}}}}}\n{places[place]}\n"
        )
        document = assemble(tmp_path / "gateway.yaml").document
        return [f"{each.rule} {each.position.line}" for each in second_sessions(document)]

    return told


@pytest.mark.parametrize("place", ["web", "middleware", "route", "login"])
@pytest.mark.parametrize(
    ("cookie", "rule"),
    [
        ("name: other, same_site: none, secure: false", "GW031"),
        ("name: other, domain: example.com", "GW030"),
        ("name: __Host-other", "GW030"),
        ("name: other, max_age: 1h, idle: 2h", "GW014"),
    ],
)
def test_cookie_of_its_own_is_looked_at(told, place, cookie, rule):
    assert told(cookie, place=place) == [f"{rule} 5"]


def test_what_it_leaves_out_is_that_of_the_top(told):
    assert told("name: other, idle: 2d", top="max_age: 7d") == []
    assert told("name: other, same_site: none", top="secure: false") == ["GW031 5"]


def test_mistake_of_the_top_is_not_told_again(told):
    assert told("name: other", top="domain: example.com") == []


def test_address_that_is_not_known_is_no_mistake(told):
    assert told("name: other, domain: example.com, same_site: none", url="${URL}") == []


def test_service_without_sessions_has_nothing_to_tell(tmp_path):
    (tmp_path / "gateway.yaml").write_text("version: 1\nstacks: {web: [request_id, {compress: {}}]}\n")

    assert [*second_sessions(assemble(tmp_path / "gateway.yaml").document)] == []
