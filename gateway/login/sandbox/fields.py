"""The parameters of an OAuth 2.0 request, each sent at most once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from gateway.http.request import Request


@dataclass(frozen=True, slots=True, repr=False)
class Fields:
    """Parameters by name, without those that are empty or repeated; the latter are listed (RFC 6749 §3.1)."""

    values: Mapping[str, str]
    repeated: tuple[str, ...]

    @classmethod
    def of(cls, sent: MultiDict[str, str]) -> Fields:
        """The parameters of a query or a form."""
        lists = {name: sent.getlist(name) for name in sent}
        single = {name: values[0] for name, values in lists.items() if len(values) == 1 and values[0]}
        return cls(single, tuple(name for name, values in lists.items() if len(values) > 1))

    def get(self, name: str) -> str | None:
        """The value of a parameter; None if it is absent, empty or repeated."""
        return self.values.get(name)


def of_form(request: Request) -> Fields:
    """The parameters of a form."""
    return Fields.of(request.form)


def of_either(request: Request) -> Fields:
    """The parameters of a form if that is how they came, else of the query."""
    return of_form(request) if request.method == "POST" else Fields.of(request.args)
