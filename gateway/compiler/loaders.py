"""From `params:` with `load` to the layer that loads them."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.config.model import Param
from gateway.http.loading import Loader, Loading
from gateway.resolution.names import Names
from gateway.resolution.paths import Path


def loading(path: Path, params: Mapping[str, Param], names: Names) -> Loading | None:
    """What loads the parameters of a path, in the order they are declared; None if none has a loader."""
    loaders = [
        (name, loader)
        for name, param in params.items()
        if name in path.names and (loader := _loader(param, names)) is not None
    ]
    return Loading(tuple(loaders)) if loaders else None


def _loader(param: Param, names: Names) -> Loader | None:
    """What loads one parameter; None if nothing does, or after noting why it cannot."""
    at = param.at.value_at("load")
    return None if param.load is None else names.function(param.load, at, ("request", "value"))
