"""A whole service in one process, and a browser that keeps its cookies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import orjson
from werkzeug.exceptions import NotFound

from gateway.compiler.providers import at_sandbox
from gateway.http.app import App
from gateway.http.failures import Failures
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.flow import LoginFlow
from gateway.login.logout import Logout
from gateway.login.oauth1 import Oauth1
from gateway.login.record import Records
from gateway.login.sandbox.provider import Sandbox, consumer
from gateway.login.sandbox.transport import InProcess
from gateway.login.seal import Seal
from gateway.middleware.access_log import AccessLog
from gateway.middleware.chain import chain
from gateway.middleware.csrf import Csrf
from gateway.middleware.security_headers import SecurityHeaders
from gateway.middleware.session import Session
from gateway.sessions.store import CookieOptions
from gateway.sessions.stores.cookie import CookieStore

BACK = "/login/callback?oauth_token=rt&oauth_verifier=v"
KEYS = ("a-key-of-the-session-for-tests-only-1234",)
PUBLIC_URL = "http://127.0.0.1:8000"
SECRET = "&+/%- consumer secret of the tests"


class Clock:
    """A clock that tests move."""

    now = 1_780_000_000.0

    def __call__(self):
        return self.now


class Site:
    """The service; `rows` maps method and path to a handler that never raises."""

    def __init__(self, flow, rows=(), templates=None, logout_view=None):
        self.flow = flow
        self.rows = {}
        options = CookieOptions(keys=KEYS, secure=flow.public_url.startswith("https"))
        self.layers = [AccessLog(), SecurityHeaders(), Session(store=CookieStore(options)), Csrf()]
        self.app = App(
            environment="development",
            public_url=flow.public_url,
            templates=templates,
            url_for=lambda name: name,
            respond=self.respond,
            following=lambda request: Response(status=404),
        )
        for methods, path, handler in rows:
            self._add(methods, path, handler, [])
        self._add(("GET", "HEAD", "POST"), flow.start_path, flow.start)
        self._add(("GET", "HEAD"), "/login/callback", flow.callback)
        logout = Logout(path="/logout", view=logout_view, start=flow.start_path)
        self._add(("GET", "HEAD", "POST"), "/logout", logout)
        self._add(("GET", "HEAD"), "/", home)
        self._add(("POST",), "/cart", fill_cart)

    def _add(self, methods, path, handler, layers=None):
        layers = self.layers if layers is None else layers
        run = chain([*layers, lambda request, _: handler(request)], handler, Failures())
        for method in methods:
            self.rows[method, path] = run

    def respond(self, request):
        run = self.rows.get((request.method, request.path))
        if run is None and request.path.endswith(".svg"):
            request.params = {"handle": request.path.rsplit("/", 1)[1].removesuffix(".svg")}
            run = self.rows.get((request.method, "/-/sandbox/avatars/:handle.svg"))
        return run(request) if run else Failures()(request, NotFound())


class Templates:
    """Views that say what they were given."""

    def render(self, name, values, request):
        return f"{name} {orjson.dumps(values).decode()}"


def home(request):
    return {"user": request.user, "cart": request.session.get("cart"), "token": request.make_csrf_token()}


def fill_cart(request):
    request.session["cart"] = request.session["junk"] = "filled"


@dataclass
class Browser:
    """What a person's browser does: keep cookies, send them back, follow nothing by itself."""

    site: Site
    base: str = PUBLIC_URL
    peer: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    seen: list[Response] = field(default_factory=list)

    def get(self, url, **headers):
        return self.send("GET", url, **headers)

    def post(self, url, fields=(), **headers):
        return self.send("POST", url, urlencode(fields).encode(), **headers)

    def send(self, method, url, body=b"", **headers):
        parts = urlsplit(urljoin(self.base, url))
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "REMOTE_ADDR": self.peer,
            "SERVER_NAME": "x",
            "SERVER_PORT": "80",
            "HTTP_HOST": parts.netloc,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if method == "POST" else "",
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": parts.scheme,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        response = self.site.respond(Request(environ, self.site.app))
        for line in response.headers.getlist("Set-Cookie"):
            self._keep(line)
        self.seen.append(response)
        return response

    def _keep(self, line):
        name, _, value = line.partition(";")[0].partition("=")
        if "Max-Age=0" in line or "Expires=Thu, 01 Jan 1970" in line:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    @property
    def flows(self):
        return [name for name in self.cookies if "login_" in name]

    @property
    def user(self):
        return self.home()["user"]

    def home(self):
        return orjson.loads(self.get("/").body)


def records(clock=None, *, secure=False, login="twitter"):
    more = {} if clock is None else {"clock": clock}
    return Records(login=login, seal=Seal.of(KEYS, "login"), secure=secure, **more)


def flow_to(urls, *, client=("site", SECRET), clock=None, **more):
    """A LoginFlow for a provider at these addresses."""
    public_url = more.pop("public_url", PUBLIC_URL)
    urls = dict(urls)
    provider = Oauth1(
        client_id=client[0],
        client_secret=client[1],
        callback=public_url + "/login/callback",
        profile_source=urls.pop("profile_source", more.pop("source", "v1")),
        timeout=more.pop("timeout", 2.0),
        **urls,
    )
    return LoginFlow(
        name="twitter",
        provider=provider,
        records=records(clock, secure=public_url.startswith("https")),
        public_url=public_url,
        start_path="/login",
        loops=("/logout",),
        **more,
    )


def sandbox_site(folder: Path, *, source="v1", **more):
    """A site whose people log in at the sandbox, in process."""
    client = consumer(KEYS[0])
    sandbox = Sandbox.of(
        client_id=client[0],
        client_secret=client[1],
        keys=KEYS,
        ledger=folder / ".gateway" / "sandbox.sqlite",
    )
    base = more.get("public_url", PUBLIC_URL) + "/-/sandbox"
    urls = at_sandbox("oauth1", {"profile_source": source}, base)
    flow = flow_to(urls, client=client, connect=InProcess, **more)
    return Site(flow, sandbox.handlers())


def browser_at(provider, templates=None, **more):
    """A browser at a site whose provider this is."""
    more.setdefault("urls", provider.urls())
    logout_view = more.pop("logout_view", None)
    flow = flow_to(more.pop("urls"), **more)
    return Browser(Site(flow, templates=templates, logout_view=logout_view), base=flow.public_url)


def logged_in(browser):
    """The browser, after a login at a provider that says what GOOD says."""
    browser.get("/login")
    browser.get(BACK)
    return browser


def reasons(caplog):
    """The reason codes in the log."""
    return re.findall(r"reason=(\w+)", caplog.text)
