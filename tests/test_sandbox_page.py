"""The page on the sandbox tells of the addresses and people there are."""

from __future__ import annotations

import re
from pathlib import Path

from gateway.login.sandbox.people import PEOPLE
from gateway.login.sandbox.provider import Sandbox

PAGE = (Path(__file__).parents[1] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def test_every_address_is_on_the_page(tmp_path):
    sandbox = Sandbox.of(client_id="a", client_secret="b", keys=("c" * 32,), ledger=tmp_path / "used")
    rows = re.findall(r"^\| ([A-Z, ]+) \| `([^`]+)` \|", PAGE, re.MULTILINE)
    told = [(method, "/-/sandbox" + path) for methods, path in rows for method in methods.split(", ")]
    there = [(method, path) for methods, path, _ in sandbox.handlers() for method in methods]

    assert sorted(told) == sorted(there)


def test_everyone_is_on_the_page():
    rows = re.findall(r"^\| `(\w+)` \| (\d+)[^|]* \| ([^|]+) \| ([^|]+) \|", PAGE, re.MULTILINE)
    told = {handle: (id_, roles, email) for handle, id_, roles, email in rows}

    assert told == {
        person.handle: (
            person.id,
            ", ".join(f"`{role}`" for role in person.roles) or "none",
            "verified" if person.is_email_verified else "not verified",
        )
        for person in PEOPLE.values()
    }
