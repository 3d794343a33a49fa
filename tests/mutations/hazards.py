"""What can be read and still is dangerous or cannot work: logins, cookies, secrets, versions, overlays."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutations.keys import inserted, removed
from tests.mutations.places import Place
from tests.mutations.subjects import Mutant, Subject, line_of
from tests.mutations.values import put


def version_other(subject: Subject) -> Iterator[Mutant]:
    version = subject.root.at("version")
    for word in ("0", "2", "1.0", '"1"', "one", "-1", "v1", "") if version else ():
        yield put(subject, version, word)


def version_gone(subject: Subject) -> Iterator[Mutant]:
    version = subject.root.at("version")
    if version:
        yield removed(subject, version)


def login_key_gone(subject: Subject) -> Iterator[Mutant]:
    """Told at the login."""
    for login in _logins(subject):
        for place in login.inner:
            if place.name in ("client_id", "client_secret", "provider", "kind"):
                yield removed(subject, place, login.first, login.start, *(each.first for each in login.inner))


def public_url_gone(subject: Subject) -> Iterator[Mutant]:
    url = subject.root.at("settings", "public_url")
    login = subject.root.at("login")
    if url and login and subject.environ.get("GATEWAY_ENV") == "production":
        yield removed(subject, url, login.first, url.holder.first if url.holder else 0)


def session_keys_gone(subject: Subject) -> Iterator[Mutant]:
    keys = subject.root.at("session", "keys")
    if keys and keys.holder:
        uses = [place.first for place in subject.places if place.name in ("login", "session")]
        yield removed(subject, keys, keys.holder.first, *uses)


def short_session_key(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.path[:2] == ("session", "keys") and place.is_scalar:
            yield put(subject, place, "short")


def secret_in_the_file(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        is_secret = place.section == "client_secret" or place.path[:2] == ("session", "keys")
        if is_secret and place.is_scalar and "${" in place.written:
            yield put(subject, place, '"hunter2hunter2hunter2hunter2hunter2hunter2"')


def same_site_none_in_the_clear(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.name == "cookie" and place.is_map and place.path[0] == "session":
            keys = {each.name: each for each in place.inner}
            if not {"same_site", "secure"} & keys.keys():
                yield inserted(
                    subject, place, "same_site", "none, secure: false" if place.is_flow else "none"
                )


def script_reads_the_cookie(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if (
            place.name == "cookie"
            and place.is_map
            and place.path[0] == "session"
            and not place.at("http_only")
        ):
            yield inserted(subject, place, "http_only", "false")


def strict_cookie_with_a_login(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.name == "cookie" and place.is_map and place.path[0] == "session" and _logins(subject):
            same = place.at("same_site")
            yield put(subject, same, "strict") if same else inserted(subject, place, "same_site", "strict")


def everybody_trusted(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.path == ("settings", "trust_proxy") and place.written != "true":
            yield put(subject, place, "true")
            yield put(subject, place, '["0.0.0.0/0"]')


def login_path_taken(subject: Subject) -> Iterator[Mutant]:
    """Two addresses of a login that are one."""
    for login in _logins(subject):
        start, back = login.at("start"), login.at("callback")
        if start and back:
            yield put(subject, back, start.written)
            yield put(subject, start, back.written).or_at({(subject.main, line_of(subject.text, back.start))})


def address_in_the_clear(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if "login" in place.path and place.is_scalar and place.value.value.startswith("https://"):
            yield put(subject, place, place.value.value.replace("https", "http"))


def broken_address(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.format in ("url", "address") and "${" not in place.written:
            for word in (
                "example.org",
                "https:/example.org",
                "//example.org",
                "https://",
                "htps://example.org",
                "https://a b",
            ):
                yield put(subject, place, word)


def broken_host(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.format in ("host", "wildcard-host") and "${" not in place.written:
            for word in (
                "https://example.org",
                "example.org/a",
                '"*"',
                '"a.*.org"',
                "example.org:8000",
                "a b",
            ):
                yield put(subject, place, word)


def misspelt_section_of_an_overlay(subject: Subject) -> Iterator[Mutant]:
    """Keys of the sections that may not stand in one."""
    overlays = subject.root.at("environments")
    for place in overlays.inner if overlays else ():
        if place.is_map:
            for key, value in (("routes", "[]"), ("stacks", "{}"), ("version", "1"), ("include", "[a.yaml]")):
                yield inserted(subject, place, key, value)


def reserved_key(subject: Subject) -> Iterator[Mutant]:
    for key, value in (("upstreams", "{}"), ("modules", "{}"), ("functions", "{}")):
        yield inserted(subject, subject.root, key, value)


def misspelt_header(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.holder and place.holder.name == "headers" and place.key and place.format == "line":
            for word in (f"{place.name}:", f"{place.name} x", "Content-Length", "Transfer-Encoding"):
                yield subject.edited(place.first, place.key.end_mark.index, f'"{word}"')


def letters_outside_a_header(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.format in ("line", "line-or-none", "trimmed") and place.is_scalar:
            yield put(subject, place, '"a\\nb"')
            yield put(subject, place, '"é☃"')


def _logins(subject: Subject) -> list[Place]:
    login = subject.root.at("login")
    return [place for place in (login.inner if login and login.is_map else []) if place.is_map]
