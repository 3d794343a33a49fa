"""What differs for a whole service between two versions: settings, session, logins, health."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from gateway.check.written import mounted
from gateway.cli.change import Change, Detail, difference
from gateway.cli.facts import NOTHING, Fact
from gateway.cli.surface import service
from gateway.config.document import Map, position_of
from gateway.config.model import Config
from gateway.errors import Position

_GUARDING_SETTINGS = tuple(
    f"settings.{key}"
    for key in ("cookies", "error_detail", "hosts", "body", "method_override", "public_url", "redirects",
                "trust_proxy")
)  # fmt: skip
_OF_SECURITY = ("session", "login.", *_GUARDING_SETTINGS)


def service_changes(old: Config, new: Config, environ: Mapping[str, str]) -> Iterator[Change]:
    """What differs for the service, then for those mounted in it but for what they have from it.

    Raise ConfigError with the problems of a mounted file.
    """
    told = list(_of_one(old, new))
    yield from told
    known = {(change.subject, change.details) for change in told}
    before, after = mounted(old, environ), mounted(new, environ)
    for path in [path for path in after if path in before]:
        for change in _of_one(before[path], after[path]):
            if (change.subject, change.details) not in known:
                yield replace(change, subject=f"{change.subject} below {path}")


def _of_one(old: Config, new: Config) -> Iterator[Change]:
    """What differs in settings, session, logins and health; what is wholly new or gone is told once."""
    was, now = service(old), service(new)
    gone, come = _sections(was) - _sections(now), _sections(now) - _sections(was)
    for section in sorted(gone | come):
        kind, config = ("removed", old) if section in gone else ("added", new)
        detail = Detail("is lost" if section in gone else "is new", security=True)
        yield Change(kind=kind, subject=section, details=(detail,), at=_place(config, section))
    for name in dict.fromkeys([*now, *was]):
        before, after = was.get(name, NOTHING), now.get(name, NOTHING)
        if before != after and _section(name) not in gone | come:
            detail = Detail(difference("", before, after), name.startswith(_OF_SECURITY))
            yield Change(kind="changed", subject=name, details=(detail,), at=_place(new, name))


def _sections(found: Mapping[str, Fact]) -> set[str]:
    """The session and the logins that there are."""
    return {section for name in found if (section := _section(name))}


def _section(name: str) -> str:
    """The session or login that a fact belongs to; none for settings and health."""
    parts = name.split(".")
    return {"session": "session", "login": ".".join(parts[:2])}.get(parts[0], "")


def _place(config: Config, name: str) -> Position:
    """Where a fact of the service is written, or what would hold it."""
    section, *path = name.split(".")
    holders = {"settings": config.settings.at, "session": config.session.at if config.session else None}
    holder: Map | None = holders.get(section)
    if section == "login":
        holder = next(login.at for login in config.login if login.name == path[0])
        path = path[1:]
    return Position(str(config.file), 1, 1) if holder is None else position_of(holder, path)
