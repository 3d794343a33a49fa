"""Values of the author's own, without the places they were written at."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path
from typing import Any

from gateway.config.document import Map
from gateway.config.manifest import converted
from gateway.config.variables import Secret, Unset, Variable
from gateway.errors import Position


def plain(value: Any) -> Any:
    """Plain dicts and lists; text of the environment becomes what its `type` says, a secret stays opaque."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Variable) and not isinstance(value, (Secret, Unset)):
        return str(value) if value.kind == "text" else converted(str(value), (value.kind,))
    return value


def revealed(value: Any) -> Any:
    """A value in which no secret is hidden any more, lists as tuples."""
    if isinstance(value, dict):
        return {key: revealed(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(revealed(item) for item in value)
    return value.reveal() if isinstance(value, Secret) else value


def texts(value: Any) -> tuple[str, ...]:
    """One text or a list of them, as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def beside(name: str, at: Position) -> Path:
    """The absolute path of a name that is relative to the file that writes it."""
    return Path(normpath(Path(at.file).parent / name))


def files_beside(holder: Map, key: str) -> tuple[Path, ...]:
    """The absolute paths of one name or a list of them."""
    return tuple(beside(name, holder.value_at(key)) for name in texts(holder[key]))
