from __future__ import annotations

import pytest

KEYS = "session: {keys: [0123456789abcdef0123456789abcdef]}\n"
URL = "settings: {public_url: 'https://example.org'}\n"
PRODUCTION = {"GATEWAY_ENV": "production"}
ADDRESSES = ", ".join(
    f"{key}_url: 'https://p.org'" for key in ("request_token", "authenticate", "access_token")
)


@pytest.mark.parametrize(
    "login",
    [
        "{provider: sandbox}",
        "{provider: twitter}",
        "{provider: twitter, client_id: a, client_secret: b}",
        "{provider: twitter, profile_url: 'https://p.org/me', kind: oauth1}",
        f"{{kind: oauth1, profile_source: none, {ADDRESSES}}}",
        f"{{kind: oauth1, profile_url: 'https://p.org', {ADDRESSES}}}",
    ],
)
def test_login_needs_nothing_else_in_development(configured, login: str) -> None:
    config = configured(f"login: {{a: {login}}}")

    assert config.settings.public_url == "http://127.0.0.1:8000"
    assert config.session.keys == ()


@pytest.mark.parametrize("text", ["login: {}", "views: {}"])
def test_without_a_login_nothing_is_made_up(configured, text: str) -> None:
    config = configured(text)

    assert (config.settings.public_url, config.session, config.login) == (None, None, ())


def test_complete_login_is_accepted_in_production(configured) -> None:
    text = f"{KEYS}{URL}login: {{a: {{provider: twitter, client_id: a, client_secret: b}}}}"

    assert configured(text, **PRODUCTION).login[0].client_id == "a"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"{URL}login: {{a: {{provider: twitter, client_id: a, client_secret: b}}}}",
            "3 GW011 a login needs session.keys: what is remembered is signed with them",
        ),
        (
            f"{KEYS}login: {{a: {{provider: twitter, client_id: a, client_secret: b}}}}",
            "3 GW011 a login needs settings.public_url: the provider sends people back to it",
        ),
        (
            f"{KEYS}settings: {{}}\nlogin: {{a: {{provider: twitter, client_id: a, client_secret: b}}}}",
            "4 GW011 a login needs settings.public_url: the provider sends people back to it",
        ),
        (
            f"{KEYS}{URL}login: {{a: {{provider: twitter, client_id: a}}}}",
            '4 GW011 login.a needs "client_secret"',
        ),
        (
            f"{KEYS}{URL}login: {{a: {{provider: sandbox}}}}",
            "4 GW085 the sandbox lets anyone in under any name; it is for development, not for production",
        ),
    ],
)
def test_login_needs_everything_in_production(refused, text: str, said: str) -> None:
    assert refused(text, **PRODUCTION) == [said]


def test_sandbox_is_refused_in_an_environment_of_ones_own(refused) -> None:
    text = f"{KEYS}{URL}login: {{a: {{provider: sandbox}}}}\nenvironments: {{staging: {{}}}}"

    assert refused(text, GATEWAY_ENV="staging") == [
        "4 GW085 the sandbox lets anyone in under any name; it is for development, not for staging"
    ]


def test_unset_optional_address_names_its_variable(refused) -> None:
    text = f"{KEYS}env: {{URL: {{optional: true}}}}\nsettings: {{public_url: '${{URL}}'}}\n"
    said = refused(f"{text}login: {{a: {{provider: twitter, client_id: a, client_secret: b}}}}", **PRODUCTION)

    assert said == ["4 GW021 settings.public_url is needed, but URL, declared at line 3, is not set"]


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ("{}", "2 GW011 login.a needs a provider, or a kind and its addresses"),
        (
            f"{{kind: oauth1, {ADDRESSES.partition(',')[0]}}}",
            "2 GW011 login.a has no provider and so needs authenticate_url, access_token_url and profile_url",
        ),
        (
            f"{{kind: oauth1, {ADDRESSES}}}",
            "2 GW011 login.a has no provider and so needs profile_url",
        ),
        ("{prvider: twitter}", '2 GW010 unknown key "prvider" in a login (did you mean "provider"?)'),
        (
            "{provider: twitter, start: /login/callback}",
            "2 GW085 login.a.callback is /login/callback, which is login.a.start already",
        ),
        (
            "{provider: twitter, logout: {path: /login}}",
            "2 GW085 login.a.logout is /login, which is login.a.start already",
        ),
        ("5", "2 GW014 a must be a mapping, not 5"),
    ],
)
def test_incomplete_login_is_explained(refused, login: str, said: str) -> None:
    assert refused(f"login: {{a: {login}}}") == [said]


def test_two_logins_need_paths_of_their_own(refused) -> None:
    said = refused("login:\n  a: {provider: sandbox, start: /in}\n  b: {provider: twitter, start: /in}")

    assert said == ["4 GW085 login.b.start is /in, which is login.a.start already"]


def test_several_logins_have_paths_with_their_names(configured) -> None:
    text = "login: {a: {provider: sandbox}, b: {provider: github, start: /in}}"

    assert [(login.start, login.callback) for login in configured(text).login] == [
        ("/login/a", "/login/a/callback"),
        ("/in", "/login/b/callback"),
    ]


def test_two_logins_may_share_the_logout(configured) -> None:
    text = "login:\n  a: {provider: sandbox}\n  b: {provider: twitter, start: /in, callback: /back}"

    assert [login.logout_path for login in configured(text).login] == ["/logout", "/logout"]


def test_strict_session_cookie_is_refused_with_a_login(refused) -> None:
    said = refused("session: {cookie: {same_site: strict}}\nlogin: {a: {provider: sandbox}}")

    assert said == [
        "2 GW085 same_site: strict keeps a login from working: the session is not sent on the way back"
    ]


def test_wrong_shape_of_settings_is_told_once(refused) -> None:
    text = f"{KEYS}settings: 5\nlogin: {{a: {{provider: twitter, client_id: a, client_secret: b}}}}"

    assert refused(text, **PRODUCTION) == ["3 GW014 settings must be a mapping, not 5"]


@pytest.mark.parametrize("text", ["login: []", "login: 5", "login:"])
def test_wrong_shape_of_login_is_told_once(refused, text: str) -> None:
    assert len(refused(text)) == 1


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ("client_id: a", '3 GW011 login.a needs "client_secret"'),
        ("client_secret: a", '3 GW011 login.a needs "client_id"'),
        (
            "client_id: a, client_secret: '${S}'",
            "3 GW021 login.a.client_secret is needed, but S, declared at line 2, is not set",
        ),
    ],
)
def test_half_a_client_is_refused_in_development(refused, login: str, said: str) -> None:
    text = f"env: {{S: {{optional: true}}}}\nlogin: {{a: {{provider: twitter, {login}}}}}"

    assert refused(text) == [said]


def test_client_whose_variables_are_both_unset_is_accepted_in_development(configured) -> None:
    client = "client_id: '${S}', client_secret: '${S}'"

    assert configured(f"env: {{S: {{optional: true}}}}\nlogin: {{a: {{provider: twitter, {client}}}}}")


@pytest.mark.parametrize(
    "target",
    ["https://a.org", "//a.org", '"/\\\\a.org"', '"\\\\a"', "javascript:x", '"/\\t/a.org"', '"a\\tb"'],
)
@pytest.mark.parametrize("key", ["success", "failure"])
def test_login_leads_to_this_service_only(refused, key: str, target: str) -> None:
    (said,) = refused(f"login: {{a: {{provider: twitter, {key}: {target}}}}}")

    assert said.startswith(f"2 GW014 {key}: ")


@pytest.mark.parametrize(
    "target", ["success: /", "success: '/a?b=c'", "failure: /a", "failure: pages/no.html"]
)
def test_login_leads_to_a_path_or_fails_with_a_view(configured, target: str) -> None:
    assert configured(f"login: {{a: {{provider: twitter, {target}}}}}")
