"""Where a request goes, where it comes from, and by which names."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_plus, unquote_to_bytes

from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.sansio.utils import get_host

from gateway.http import nested, urls
from gateway.http.app import App
from gateway.http.lazy import lazy

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MAX_QUERY_FIELDS = 1000


class Located:
    """The part of a request that reads addresses: paths, URLs, the query, Host and the peer.

    What a proxy says counts for nothing here; `proxy.Proxied` is for those that are trusted.
    """

    environ: WSGIEnvironment
    app: App
    method: str
    path: str
    raw_path: str
    outer: Any = None

    @lazy
    def original_method(self) -> str:
        """The method as it was sent, which `settings.method_override` may have made another of."""
        return self.method if self.outer is None else self.outer.original_method

    @lazy
    def scheme(self) -> str:
        """`http` or `https`, as the server saw it."""
        scheme: str = self.environ.get("wsgi.url_scheme", "http")
        return scheme

    @lazy
    def server(self) -> tuple[str, int | None] | None:
        """The name and port the server listens on."""
        port = self.environ.get("SERVER_PORT", "")
        return self.environ.get("SERVER_NAME", ""), int(port) if port.isdigit() else None

    @lazy
    def remote_addr(self) -> str | None:
        """The address of the peer, which is the proxy's where there is one."""
        return self.environ.get("REMOTE_ADDR")

    @property
    def access_route(self) -> list[str]:
        """The addresses that proxies told of: none here, since they count only where a proxy is trusted."""
        return []

    @lazy
    def host(self) -> str:
        """The host asked for, with its port, as it was written; empty if it is malformed."""
        given = self.environ.get("HTTP_HOST")
        return get_host(self.scheme, None, self.server) if given is None else well_formed(given)

    @lazy
    def hostname(self) -> str:
        """The host asked for, as it was written, without its port; an IPv6 address in its brackets."""
        host = self.host
        return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]

    @lazy
    def subdomains(self) -> list[str]:
        """The labels of the host below the domain, the nearest first, without `subdomain_offset`.

        The subdomains of `tobi.ferrets.example.com` are `["ferrets", "tobi"]`; an address has none.
        """
        name = self.hostname
        labels = [name] if _is_address(name) else name.split(".")[::-1] if name else []
        return labels[self.app.subdomain_offset :]

    @lazy
    def root_path(self) -> str:
        """The prefix the application is mounted under, decoded, without a trailing slash."""
        return decoded(self.environ.get("SCRIPT_NAME", "")).rstrip("/")

    @lazy
    def base_url(self) -> str:  # Werkzeug's own is the URL without its query
        """The part of the path that mounts have matched, as it was sent; empty outside of any."""
        if self.outer is not None:
            return self.outer.base_url + self.outer.raw_path.removesuffix(self.raw_path)  # type: ignore[no-any-return]
        script = self.environ.get("SCRIPT_NAME", "")
        if not script:
            return ""
        sent = _sent(self.environ).split("/")[: script.count("/") + 1]
        return "/".join(sent) if len(sent) > 1 else quote(script.encode("latin-1"))

    @lazy
    def original_url(self) -> str:
        """Path and query as they were sent, whatever mounts have matched of them."""
        if self.outer is not None:
            return self.outer.original_url  # type: ignore[no-any-return]
        is_marked = self.environ.get("QUERY_STRING") or self.environ.get("RAW_URI", "").endswith("?")
        mark = "?" if is_marked else ""
        path = _sent(self.environ) or urls.encoded(self.base_url + self.raw_path)
        url = path + mark + decoded(self.environ.get("QUERY_STRING", ""))
        return url if url.isascii() else urls.encoded(url)

    @lazy
    def full_path(self) -> str:
        """The path below the mount, decoded, and the query behind its `?`, which is there without one too."""
        return f"{self.path}?{decoded(self.environ.get('QUERY_STRING', ''))}"

    @lazy
    def query_string(self) -> bytes:
        """The part behind the `?`, as sent."""
        text: str = self.environ.get("QUERY_STRING", "")
        return text.encode("latin-1")

    @lazy
    def query(self) -> Any:
        """The query parameters, as `settings.query` has them read; raise BadRequest for too many.

            tags = request.query.getlist("tag")

        With `flat` they are text in order, in a MultiDict; with `nested` a dict, in which `a[b]=1` is a dict
        and `a[]=1` a list; with `none` nothing. Malformed escapes stay as they are, what is not UTF-8 becomes
        U+FFFD. A route's own `query:` gives its handler values that are converted and checked instead.
        """
        if self.app.query == "none":
            return ImmutableMultiDict[str, str]()
        text = decoded(self.environ.get("QUERY_STRING", ""))
        if text.count("&") >= MAX_QUERY_FIELDS:
            raise BadRequest(f"the query has more than {MAX_QUERY_FIELDS} parameters")
        if self.app.query == "nested":
            return _nested(text)
        return ImmutableMultiDict(_pairs(text))


def decoded(text: str) -> str:
    """WSGI's latin-1 text as the UTF-8 it stands for; other bytes are U+FFFD."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "replace")


@lru_cache(maxsize=256)
def well_formed(host: str) -> str:
    """A Host as it was written; empty if it is malformed (RFC 3986 §3.2.2)."""
    # Werkzeug takes no underscores, which the names of containers have.
    return host if get_host("", host.replace("_", "-")) else ""


def _pairs(text: str) -> list[tuple[str, str]]:
    """The parameters of a query; a malformed escape stays, what is not UTF-8 becomes U+FFFD."""
    halves = [part.partition("=") for part in text.split("&") if part]
    if "%" in text or "+" in text:
        return [(unquote_plus(name), unquote_plus(value)) for name, _, value in halves]
    return [(name, value) for name, _, value in halves]


def _nested(text: str) -> dict[str, Any]:
    """A query as its names say; raise BadRequest over a limit."""
    try:
        return nested.parse(nested.split(text))
    except nested.LimitError as error:
        raise BadRequest(f"the query has {error}") from None


def _sent(environ: WSGIEnvironment) -> str:
    """The path as it was sent, mounts and all; empty where the server does not tell."""
    raw: str = environ.get("RAW_URI", "").partition("?")[0]
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    is_ours = raw.startswith("/") and unquote_to_bytes(decoded(raw)) == path.encode("latin-1")
    return decoded(raw) if is_ours else ""


def _is_address(name: str) -> bool:
    """Whether a host name is an IP address."""
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
