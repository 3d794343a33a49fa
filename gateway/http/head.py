"""The head of an answer: the headers that have rules of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from gateway.http import cookies
from gateway.http.ages import Age
from gateway.http.disposition import attachment, base_name
from gateway.http.fields import Fields, is_token
from gateway.http.media_types import content_type, of_file
from gateway.http.urls import encoded, in_link

Later = Callable[[Any, Any], object]
"""A change of a response that needs the request: it is called with both."""
_OF_A_LIVING_COOKIE = frozenset({"max_age", "expires", "encode", "signed"})
_is_relation = re.compile(r"[ !#-\[\]-~]+").fullmatch


class Head:
    """The headers of a response, and ways to set those that are easily set wrong.

    All are case-insensitive and may be changed until the answer is sent. What HTTP cannot carry raises
    ValueError at once.

        response.headers["Cache-Control"] = "no-store"    # in the place of what there was
        response.headers.add("Link", "</a>; rel=up")      # one more line
        response.headers["X-Tag"] = ["one", "two"]        # two lines
    """

    __slots__ = ("_later", "headers")

    headers: Fields
    _later: tuple[Later, ...] | None

    @property
    def type(self) -> str | None:
        """The Content-Type; None without one.

        It is set to an extension (`html`, `.html`), a file's name, or a full type; what nobody knows becomes
        application/octet-stream. Text and JavaScript get UTF-8 as charset unless they name one.
        """
        return self.headers.get("Content-Type")

    @type.setter  # noqa: A003  (the attribute, as in the constructor)
    def type(self, name: str) -> None:
        """Put the full type in the place of what there was."""
        self.headers["Content-Type"] = content_type(name)

    @property
    def location(self) -> str | None:
        """The Location header, percent-encoded where it must be (RFC 9110 §10.2.2); None without one."""
        return self.headers.get("Location")

    @location.setter
    def location(self, url: str) -> None:
        """Encode what a URL cannot hold; what is encoded already stays."""
        self.headers["Location"] = encoded(url)

    def vary(self, *fields: str | Iterable[str]) -> None:
        """Add request headers that the answer depends on (RFC 9110 §12.5.5); each once, and `*` wins.

        A field may be several, in a list or with commas between. Raise ValueError for what is no header name.
        """
        given = [field if isinstance(field, str) else ",".join(field) for field in fields]
        names = [name.strip() for name in ",".join(given).split(",")]
        for name in names:
            if not is_token(name):
                raise ValueError(f"{name!r} is not a header name")
        present = self.headers.getlist("Vary")
        merged: dict[str, str] = {}
        for name in (*",".join(present).split(","), *names):
            merged.setdefault(name.strip().lower(), name.strip())
        merged.pop("", None)
        value = "*" if "*" in merged else ", ".join(merged.values())
        if present != [value]:
            self.headers["Vary"] = value

    def links(
        self, more: Mapping[str, str | Iterable[str]] | None = None, /, **targets: str | Iterable[str]
    ) -> None:
        """Add links to the Link header, a URL or several of each relation (RFC 8288 §3).

            response.links(next="/items?page=3", alternate=["/items.json", "/items.csv"])
            response.links({"terms-of-service": "/terms"})

        Raise ValueError for a relation that no header can carry.
        """
        links = self.headers.getlist("Link")
        for relation, urls in {**(more or {}), **targets}.items():
            if not _is_relation(relation):
                raise ValueError(f"{relation!r} is not the name of a relation")
            each = [urls] if isinstance(urls, str) else urls
            links += [f'<{in_link(url)}>; rel="{relation}"' for url in each]
        if links:
            self.headers["Link"] = ", ".join(links)

    def attachment(self, name: str | None = None) -> None:
        """Have the answer saved instead of shown, under the last part of `name` if it has one (RFC 6266).

            response.attachment("Invoice 7.pdf")    # application/pdf, whatever the type was

        The name's extension tells the type; what nobody knows becomes application/octet-stream.
        """
        if name:
            self.headers["Content-Type"] = of_file(base_name(name))
        self.headers["Content-Disposition"] = attachment(name)

    def set_cookie(  # noqa: PLR0913  (RFC 6265 §4.1 has that many attributes)
        self,
        name: str,
        value: str | float = "",
        *,
        max_age: Age | None = None,
        expires: datetime | float | None = None,
        path: str | None = "/",
        domain: str | None = None,
        http_only: bool = True,
        secure: bool = False,
        same_site: str | bool | None = "lax",
        partitioned: bool = False,
        priority: str | None = None,
        encode: Callable[[str], str] | None = None,
        signed: bool = False,
    ) -> None:
        """Add a Set-Cookie header (RFC 6265 §4.1); one more each time, also for the same name.

        `max_age` is in seconds, or text such as `15m` or `7d`, and says what `expires` then is; without
        either the cookie ends with the browser. `same_site` is lax, strict, none, True for strict, or None
        for no such attribute; `priority` is low, medium or high. The value is percent-encoded, or what
        `encode` makes of it, and comes back decoded in `request.cookies`. Its owner can change it, unless it
        is `signed`: then it comes back in `request.signed_cookies` if it is as we wrote it, and the keys of
        `settings.cookies.keys` are needed.

            response.set_cookie("theme", "dark", max_age="30d")
            response.set_cookie("cart", cart.id, max_age=3600, signed=True)

        Raise ValueError for more than 4096 bytes, a bad name, path, domain, age or encoded value, `same_site`
        none or `partitioned` without `secure`, and a `__Host-` or `__Secure-` name whose promise is not kept.
        """
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError(f"cookie {name} is to hold text or a number, no {type(value).__name__}")  # noqa: TRY004
        line = partial(
            cookies.dump, name, max_age=max_age, expires=expires, path=path, domain=domain,
            http_only=http_only, secure=secure, same_site=same_site, partitioned=partitioned,
            priority=priority, encode=encode,
        )  # fmt: skip
        written = line(str(value))
        if signed:
            self.later(partial(_signed_cookie, name, str(value), line))
        else:
            self.headers.add("Set-Cookie", written)

    def delete_cookie(self, name: str, **attributes: Any) -> None:
        """Make the browser forget a cookie; path, domain and the rest must be those it was set with.

        They are the same words as in `set_cookie`; those that say how long it holds, or how its value is
        written, do not count.
        """
        kept = {key: value for key, value in attributes.items() if key not in _OF_A_LIVING_COOKIE}
        self.set_cookie(name, "", expires=0, **kept)

    def later(self, change: Later) -> None:
        """Keep a change until it is known which request this answers."""
        self._later = (*(self._later or ()), change)


def _signed_cookie(name: str, value: str, line: Callable[[str], str], head: Head, request: Any) -> None:
    """Add the cookie with its signature; raise RuntimeError if there is no key to sign with."""
    signer = request.app.signer
    if signer is None:
        raise RuntimeError(f"cookie {name} is to be signed, and settings.cookies.keys has no key")
    head.headers.add("Set-Cookie", line(signer.sign(name, value)))
