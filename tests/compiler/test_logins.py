from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from gateway.errors import ConfigError

KEY = "a key of at least thirty-two characters"
SANDBOX = "login:\n  someone: {provider: sandbox, stack: [session, csrf]}\n"
REAL = """
env:
  TWITTER_TOKEN: {secret: true}
  TWITTER_SECRET: {secret: true}
settings: {public_url: "https://example.org/"}
session: {keys: [KEY]}
login:
  twitter:
    provider: twitter
    client_id: ${TWITTER_TOKEN}
    client_secret: ${TWITTER_SECRET}
    start: /in
    callback: /in/back
    logout: {path: /out}
    stack: [session, csrf]
environments:
  development:
    env:
      TWITTER_TOKEN: {optional: true}
      TWITTER_SECRET: {optional: true}
""".replace("KEY", KEY)
KEYS = {"TWITTER_TOKEN": "the-token", "TWITTER_SECRET": "the-secret"}


def flow_of(compiled_service):
    """The login behind the rows labelled as such."""
    row = next(row for row in compiled_service.table.rows if row.label.startswith("login"))
    cells = row.endpoint.answer.__closure__
    return next(cell.cell_contents.__self__ for cell in cells if hasattr(cell.cell_contents, "__self__"))


def rows_of(compiled_service):
    return [
        (str(row.patterns[0]), "".join(sorted(method[0] for method in row.methods)))
        for row in compiled_service.table.rows
        if row.label.startswith("login")
    ]


def test_login_has_its_three_rows(compiled):
    assert rows_of(compiled(SANDBOX)) == [("/login", "GHP"), ("/login/callback", "GH"), ("/logout", "GHP")]


def test_paths_of_a_login_are_yours(compiled):
    assert [path for path, _ in rows_of(compiled(REAL, **KEYS))] == ["/in", "/in/back", "/out"]


def test_logins_with_one_logout_share_its_row(compiled):
    text = SANDBOX + "  other: {provider: sandbox, start: /b, callback: /b/back, stack: [session]}\n"

    assert [path for path, _ in rows_of(compiled(text))] == [
        "/login/someone",
        "/login/someone/callback",
        "/b",
        "/b/back",
        "/logout",
        "/login",
    ]


def test_login_with_keys_goes_to_its_provider(compiled):
    provider = flow_of(compiled(REAL, GATEWAY_ENV="production", **KEYS)).provider

    assert (provider.client_id, provider.client_secret) == ("the-token", "the-secret")
    assert provider.callback == "https://example.org/in/back"
    assert provider.authenticate_url == "https://api.x.com/oauth/authenticate"


def test_login_with_keys_goes_to_its_provider_in_development_too(compiled):
    service = compiled(REAL, **KEYS)

    assert "api.x.com" in flow_of(service).provider.authenticate_url
    assert not any("sandbox" in str(row.patterns[0]) for row in service.table.rows)


def test_login_without_keys_goes_to_the_sandbox_in_development(compiled):
    service = compiled(REAL)

    assert flow_of(service).provider.authenticate_url.startswith("https://example.org/-/sandbox/")
    assert any(str(row.patterns[0]).startswith("/-/sandbox") for row in service.table.rows)


def test_person_who_starts_a_login_is_sent_to_the_sandbox(client):
    answer = client(SANDBOX).get("/login", base_url="http://127.0.0.1:8000")

    assert answer.status_code in {302, 303}
    assert answer.headers["Location"].startswith("http://127.0.0.1:8000/-/sandbox/")


@pytest.mark.parametrize(
    ("missing", "line", "said"),
    [
        ("TWITTER_TOKEN", 11, "login.twitter.client_id is needed, but TWITTER_TOKEN, declared at line 4,"),
        (
            "TWITTER_SECRET",
            12,
            "login.twitter.client_secret is needed, but TWITTER_SECRET, declared at line 5,",
        ),
    ],
)
def test_production_without_a_key_is_refused_with_variable_and_line(refused, missing, line, said):
    text = REAL.replace("secret: true", "secret: true, optional: true")
    rest = {name: value for name, value in KEYS.items() if name != missing}
    (problem,) = refused(text, strict=False, GATEWAY_ENV="production", **rest)

    assert problem.startswith(f"{line}:")
    assert f"GW021 {said} is not set" in problem


def test_production_without_a_required_key_is_refused(refused):
    problems = refused(REAL, strict=False, GATEWAY_ENV="production")

    assert [problem.split()[1] for problem in problems] == ["GW021", "GW021"]
    assert "TWITTER_TOKEN" in problems[0]


@pytest.mark.case(82)
def test_check_of_production_needs_no_keys(compiled):
    assert rows_of(compiled(REAL, strict=True, GATEWAY_ENV="production"))


@pytest.mark.parametrize(("stack", "column"), [(", stack: [request_id]", 34), ("", 7), (", stack: []", 34)])
def test_login_without_a_session_in_its_stack_is_refused(refused, stack, column):
    (problem,) = refused(f"login:\n  me: {{provider: sandbox{stack}}}\n")

    assert problem.startswith(f'3:{column} GW085 the stack of login "me" has no session')
    assert problem.endswith(" | stack: [session, csrf], or name one that has them")


def test_login_runs_in_the_default_stack_if_it_names_none(compiled):
    text = "settings: {default_stack: web}\nstacks: {web: [session]}\nlogin: {me: {provider: sandbox}}\n"

    assert rows_of(compiled(text))


def test_misspelt_stack_of_a_login_is_told_alone(refused):
    (problem,) = refused("login: {me: {provider: sandbox, stack: [sesion]}}\n")

    assert 'GW041 "sesion"' in problem


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("logout: {view: gone.html}", '3:42 GW064 no template "gone.html"'),
        ("failure: gone.html", '3:36 GW064 no template "gone.html"'),
        ('profile: "mine:gone"', '3:36 GW061 mine has no "gone"'),
        ('profile: "mine:two"', "3:36 GW063 mine:two is called with (profile): missing a required argument"),
    ],
)
def test_login_that_names_nothing_is_refused(refused, more, said):
    text = f"login:\n  me: {{provider: sandbox, {more}, stack: [session]}}\n"
    (problem,) = refused(text, {"mine.py": "def two(a, b): ...\n", "views/bye.html": ""})

    assert problem.startswith(said)


def test_login_has_what_it_names(compiled):
    more = 'logout: {view: bye.html}, failure: sorry.html, success: /in, profile: "mine:one"'
    text = f"login:\n  me: {{provider: sandbox, {more}, stack: [session]}}\n"
    files = {
        "mine.py": "def one(profile): return profile['name']\n",
        "views/bye.html": "",
        "views/sorry.html": "",
    }
    flow = flow_of(compiled(text, files))

    assert (flow.failure, flow.success) == ("sorry.html", "/in")
    assert flow.profile({"name": "Ada"}, None) == "Ada"


def test_failure_may_be_a_path(compiled):
    text = "login: {me: {provider: sandbox, failure: /sorry, stack: [session]}}\n"

    assert flow_of(compiled(text)).failure == "/sorry"


def test_provider_of_your_own_has_its_addresses(compiled):
    urls = {
        name: f"https://id.example/{name}"
        for name in ("request_token_url", "authenticate_url", "access_token_url", "profile_url")
    }
    given = ", ".join(f"{name}: {url}" for name, url in urls.items())
    text = (
        "settings: {public_url: https://example.org}\nlogin:\n  mine: {kind: oauth1, client_id: a,"
        f" stack: [session], client_secret: b, timeout: 2s, {given}}}\n"
    )
    provider = flow_of(compiled(text)).provider

    assert {name: getattr(provider, name) for name in urls} == urls
    assert provider.timeout == 2.0


def test_keys_kept_on_login_are_those_of_the_session(compiled):
    assert flow_of(compiled("session: {keep_on_login: [cart]}\n" + SANDBOX)).keep == ("cart",)


def test_folder_of_the_sandbox_is_kept_out_of_git(compiled, tmp_path):
    compiled(f"session: {{keys: [{KEY}]}}\n" + SANDBOX)

    assert (tmp_path / ".gateway" / ".gitignore").read_text() == "*\n"


def test_sandbox_that_can_keep_nothing_is_told(compiled, tmp_path):
    (tmp_path / ".gateway").write_text("a file in its place")

    with pytest.raises(ConfigError, match=r"the sandbox keeps its used tokens in \.gateway/"):
        compiled(f"session: {{keys: [{KEY}]}}\n" + SANDBOX)


@pytest.mark.case(82)
@pytest.mark.parametrize("kind", ["provider: twitter", "provider: x", "provider: google, tokens: session"])
def test_check_of_a_login_needs_no_network(compiled, monkeypatch, kind):
    monkeypatch.setattr("socket.socket.connect", None)
    monkeypatch.setattr("socket.getaddrinfo", None)
    text = f"session: {{encrypt: true}}\nlogin: {{me: {{{kind}, stack: [session]}}}}\n"

    assert rows_of(compiled(text, strict=True))


@pytest.mark.parametrize("number", [1, 2, 8])
def test_providers_that_hang_leave_threads_for_everything_else(compiled, monkeypatch, number):
    login = "{provider: x, client_id: a, client_secret: b, stack: [session, csrf]}"
    logins = "".join(f"  a{at}: {login}\n" for at in range(number))
    text = f"settings: {{public_url: 'https://a.test'}}\nsession: {{keys: [{KEY}]}}\nlogin:\n{logins}"
    breakers = [flow.breaker for flow in compiled(text, GATEWAY_ENV="production").app.logins.values()]
    monkeypatch.setenv("GATEWAY_ENV", "production")
    threads = runpy.run_path(str(Path(__file__).parents[2] / "gunicorn.conf.py"))["threads"]

    assert sum(breaker.most + breaker.queue for breaker in breakers) < threads
    assert min(breaker.most for breaker in breakers) > 0


def test_logins_at_the_sandbox_take_no_threads_from_those_elsewhere(compiled):
    """They are answered in this very process."""
    elsewhere = "login:\n  a: {provider: x, client_id: a, client_secret: b, stack: [session, csrf]}\n"
    sandboxed = "".join(f"  b{at}: {{provider: sandbox, stack: [session, csrf]}}\n" for at in range(3))
    breakers = [compiled(elsewhere + more).app.logins["a"].breaker for more in ("", sandboxed)]

    assert [(breaker.most, breaker.queue) for breaker in breakers] == [(6, 1), (6, 1)]
