"""The made-up people who can log in at the sandbox, and their pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gateway.login.addresses import SANDBOX_PATH

_AVATARS = Path(__file__).with_name("avatars")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who does not exist, in a domain that never will (RFC 2606)."""

    id: str
    name: str
    handle: str
    about: str
    roles: tuple[str, ...] = ()
    is_email_verified: bool = True

    @property
    def picture(self) -> str:
        """The path of the picture."""
        return f"{SANDBOX_PATH}/avatars/{self.handle}.svg"

    @property
    def email(self) -> str:
        """An address at which nobody reads."""
        return f"{self.handle}@people.example"

    def avatar(self) -> bytes:
        """The picture, an SVG document."""
        return (_AVATARS / f"{self.handle}.svg").read_bytes()


# One id lies above 2^53, where JavaScript's numbers and careless parsers lose the last digit.
_EVERYONE = (
    Person(
        id="9007199254740993",
        name="Marisol Quint",
        handle="marisol_quint",
        about="Sails to small islands",
        roles=("admin",),
    ),
    Person(
        id="48210077",
        name="Tobias Fennmark",
        handle="fennmark",
        about="Draws at night",
        roles=("editor", "author"),
    ),
    Person(id="730044518", name="Ødger Halvång", handle="odger_h", about="Walks steep paths"),
    Person(
        id="22",
        name="Leocadia Wren",
        handle="leocadia",
        about="Grows balcony herbs",
        is_email_verified=False,
    ),
)
PEOPLE = {person.handle: person for person in _EVERYONE}
