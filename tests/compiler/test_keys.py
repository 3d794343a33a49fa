from __future__ import annotations

import stat

import pytest

from gateway.compiler.keys import session_keys
from gateway.config import load
from gateway.errors import ConfigReferenceError

KEY = "a key of at least thirty-two characters"
SECRET = "env: {SIGNING: {secret: true}}\nsession: {keys: ['${SIGNING}']}\n"
COOKIES = """
from gateway.http import Response

def put(request):
    response = Response("x")
    response.set_cookie("cart", request.query["value"], signed=True, max_age=60)
    return response

def layer(request, call_next):
    response = call_next(request)
    response.set_cookie("seen", 1, signed=True)
    return response

def encoded(request):
    response = Response("x")
    response.set_cookie("a", "b", signed=True, encode=str.swapcase)
    return response

def read(request):
    return {"cart": request.signed_cookies.get("cart"), "raw": request.cookies.get("cart")}
"""
FILES = {"baked.py": COOKIES}
ROUTES = """
routes:
  - {path: /put, handler: "baked:put"}
  - {path: /layer, handler: "baked:put", stack: ["baked:layer"]}
  - {path: /encoded, handler: "baked:encoded"}
  - {path: /read, handler: "baked:read"}
"""
OLD, NEW = "o" * 32, "n" * 32


@pytest.fixture
def keys(write):
    """The keys that a text means."""

    def keys(text, *, require=True, **environ):
        return session_keys(load(write(text), environ=environ, require=require))

    return keys


def test_service_without_a_session_has_no_key(keys, tmp_path):
    assert keys("") == ()
    assert not (tmp_path / ".gateway").exists()


def test_keys_of_the_file_are_given_as_plain_text(keys, tmp_path):
    assert keys(SECRET, SIGNING=KEY) == (KEY,)
    assert not (tmp_path / ".gateway").exists()


def test_keys_stay_in_their_order(keys):
    assert keys(f"session: {{keys: [{KEY} 1, {KEY} 2]}}\n") == (f"{KEY} 1", f"{KEY} 2")


@pytest.mark.parametrize("text", ["session: {}\n", "login: {someone: {provider: sandbox}}\n"])
def test_key_for_development_is_made_once(keys, tmp_path, text):
    (key,) = keys(text)

    assert len(key) >= 32
    assert keys(text) == (key,)
    assert (tmp_path / ".gateway" / "development.key").read_text() == key


def test_key_for_development_is_readable_by_its_owner_only(keys, tmp_path):
    keys("session: {}\n")

    assert stat.S_IMODE((tmp_path / ".gateway" / "development.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / ".gateway").stat().st_mode) == 0o700


def test_folder_of_the_key_is_kept_out_of_git(keys, tmp_path):
    keys("session: {}\n")

    assert (tmp_path / ".gateway" / ".gitignore").read_text() == "*\n"


def test_folder_of_another_is_left_as_it_is(keys, tmp_path):
    (tmp_path / ".gateway").mkdir()
    (tmp_path / ".gateway" / ".gitignore").write_text("mine\n")
    keys("session: {}\n")

    assert (tmp_path / ".gateway" / ".gitignore").read_text() == "mine\n"


def test_check_of_unset_keys_makes_none_to_keep(keys, tmp_path):
    (key,) = keys(SECRET, require=False, GATEWAY_ENV="production")

    assert len(key) >= 32
    assert not (tmp_path / ".gateway").exists()


@pytest.mark.parametrize("environment", ["production", "development"])
def test_check_without_optional_keys_writes_nothing(compiled, tmp_path, environment):
    text = (
        "env: {SIGNING: {secret: true, optional: true}}\nsession: {keys: ['${SIGNING}']}\n"
        "routes: [{path: /, stack: [session], respond: {text: ok}}]\n"
    )
    compiled(text, strict=True, GATEWAY_ENV=environment)

    assert not (tmp_path / ".gateway").exists()


def test_check_of_a_sandbox_writes_nothing(compiled, tmp_path):
    login = "login: {one: {provider: sandbox, stack: [session, csrf]}}\n"
    compiled("settings: {public_url: 'http://127.0.0.1'}\n" + login, strict=True)

    assert not (tmp_path / ".gateway").exists()


def in_place_of_the_folder(folder):
    (folder / ".gateway").write_text("a file")


def in_place_of_the_key(folder):
    (folder / ".gateway" / "development.key").mkdir(parents=True)


def too_short(folder):
    (folder / ".gateway").mkdir()
    (folder / ".gateway" / "development.key").write_text("short")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (in_place_of_the_folder, "File exists"),
        (in_place_of_the_key, "Is a directory"),
        (too_short, "development.key is shorter than 32 characters; delete it"),
    ],
)
def test_key_that_cannot_be_kept_is_a_problem_of_the_file(keys, tmp_path, spoil, reason):
    spoil(tmp_path)

    with pytest.raises(ConfigReferenceError) as error:
        keys("\nsession:\n  {}\n")

    (problem,) = error.value.problems
    assert (problem.rule, problem.position.line) == ("GW021", 4)
    assert problem.message == f"there are no session keys, and none can be kept in .gateway/: {reason}"
    assert "session.keys" in problem.help


def signing(*texts):
    return f"settings: {{cookies: {{keys: [{', '.join(texts)}]}}}}{ROUTES}"


@pytest.mark.parametrize("value", ["7", "a.b.c", "é;,% ", ""])
def test_signed_cookie_comes_back(client, value):
    browser = client(signing(OLD), FILES)
    browser.get("/put", query_string={"value": value})

    assert browser.get("/read").json["cart"] == value


def test_changed_cookie_does_not_come_back(client):
    browser = client(signing(OLD), FILES)
    browser.get("/put?value=7")
    signed = browser.get_cookie("cart").decoded_value
    browser.set_cookie("cart", signed.replace("7.", "8."))

    assert browser.get("/read").json == {"cart": None, "raw": signed.replace("7.", "8.")}


def test_cookie_of_an_older_key_comes_back(client, monkeypatch):
    browser = client(signing(OLD), FILES)
    browser.get("/put?value=7")
    signed = browser.get_cookie("cart").value
    later = client(signing(NEW, OLD), FILES)
    later.set_cookie("cart", signed)

    assert later.get("/read").json["cart"] == "7"


def test_layer_signs_as_handlers_do(client):
    answer = client(signing(OLD), FILES).get("/layer?value=7")
    cart, seen = answer.headers.getlist("Set-Cookie")

    assert cart.startswith("cart=7.")
    assert "; Max-Age=60; " in cart
    assert seen.startswith("seen=1.")


def test_signature_is_encoded_as_the_value_is(client):
    line = client(signing(OLD), FILES).get("/encoded").headers["Set-Cookie"]

    assert line.startswith("a=B.")


def test_cookie_cannot_be_signed_without_a_key(client, error_log):
    answer = client(ROUTES, FILES).get("/put?value=7")

    assert (answer.status_code, "Set-Cookie" in answer.headers) == (500, False)
    assert "settings.cookies.keys" in error_log[0].getMessage()
