"""`settings` of a checked document as values of the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.config.document import Map, Seq, section_of
from gateway.config.formats import value_of
from gateway.config.model import Json, LoginPage, MethodOverride, Routing, Settings
from gateway.config.plain import plain
from gateway.config.session_rules import DEVELOPMENT

DEVELOPMENT_URL = "http://127.0.0.1:8000"
_AS_WRITTEN = ("query", "subdomain_offset", "etag", "request_class", "default_stack")


def settings(document: Map, environment: str) -> Settings:
    """`settings`, with what depends on the environment filled in."""
    section = section_of(document, "settings")
    in_development = environment == DEVELOPMENT
    url = section.get("public_url")
    if url is None and in_development and document.get("login"):
        url = DEVELOPMENT_URL
    return Settings(
        public_url=url.rstrip("/") if url else None,
        hosts=tuple(section["hosts"]) if "hosts" in section else None,
        login_page=LoginPage(**section_of(section, "login_page")),
        routing=Routing(**section_of(section, "routing")),
        max_body=value_of(section_of(section, "body").get("max_size", "1MiB"), "size"),
        error_detail=section.get("error_detail", "stack" if in_development else "none"),
        own=plain(section.get("own", {})),
        at=section,
        **{key: section[key] for key in _AS_WRITTEN if key in section},
        **dict(_of_requests(section)),
    )


def _of_requests(section: Map) -> Iterator[tuple[str, Any]]:
    """What is written about requests and answers."""
    trusted = section.get("trust_proxy", False)
    yield "trust_proxy", tuple(trusted) if isinstance(trusted, Seq) else trusted or False
    yield "json", Json(**section_of(section, "json"))
    if "method_override" in section:
        yield "method_override", _method_override(section["method_override"])
    for key in ("redirects", "predicates"):
        yield key, dict(section.get(key, {}))
    yield "cookie_keys", tuple(section_of(section, "cookies").get("keys", ()))
    yield "jsonp_parameter", section_of(section, "jsonp").get("parameter", "callback")


def _method_override(section: Map) -> MethodOverride:
    """`settings.method_override`; ANY is no list of methods."""
    given = dict(section)
    if "methods" in given:
        given["methods"] = () if "ANY" in given["methods"] else tuple(given["methods"])
    return MethodOverride(**given)
