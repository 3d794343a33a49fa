"""From `params:` with `load` to the layer that loads them."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.config.model import Param
from gateway.http.loading import Loading
from gateway.resolution.functions import loader
from gateway.resolution.names import Names
from gateway.resolution.paths import Path


def loading(path: Path, params: Mapping[str, Param], names: Names) -> Loading | None:
    """What loads the parameters of a path, in the order they are declared; None if none has a loader."""
    loaders = [
        (name, load)
        for name, param in params.items()
        if name in path.names and (load := loader(param, names)) is not None
    ]
    return Loading(tuple(loaders)) if loaders else None
