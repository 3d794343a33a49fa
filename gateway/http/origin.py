"""Whether a request comes from another site, as far as its browser tells."""

from __future__ import annotations

from gateway.http.request import Request

_OWN_PORTS = {"http": ":80", "https": ":443"}
_OUR_SITES = frozenset({"same-origin", "none"})


def is_foreign(request: Request) -> bool:
    """Whether the browser names another origin, a sibling subdomain included (RFC 6454 §7).

    Sec-Fetch-Site outweighs Origin, of which `null` and none at all tell nothing: then a sibling, which may
    hide its origin, is told by `same-site`.
    """
    site = request.environ.get("HTTP_SEC_FETCH_SITE", "")
    if site in _OUR_SITES:
        return False
    named = request.environ.get("HTTP_ORIGIN") or "null"
    if site == "cross-site" or named == "null":
        return bool(site)
    return named not in own_origins(request)


def own_origins(request: Request) -> frozenset[str]:
    """The origins that pages of this service have: those of the Host asked for, and the public one."""
    public = "/".join((request.app.public_url or "").split("/", 3)[:3])
    return frozenset({public, origin("http", request.host), origin("https", request.host)})


def origin(scheme: str, host: str) -> str:
    """The origin of a scheme and a Host, which does not name the scheme's own port (RFC 6454 §6.2)."""
    return f"{scheme}://{host.removesuffix(_OWN_PORTS.get(scheme, ''))}"
