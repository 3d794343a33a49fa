"""Secrets as handlers have them: whatever prints one shows three stars."""

from __future__ import annotations


class Hidden:
    """A secret of gateway.yaml; `reveal` alone gives it, and neither JSON nor text can hold it by mistake.

    key = request.app.settings["own"]["api_key"].reveal()
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Hide a text."""
        self._text = text

    def __repr__(self) -> str:
        """Three stars, as text too."""
        return "***"

    def reveal(self) -> str:
        """The plain text."""
        return self._text
