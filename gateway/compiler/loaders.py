"""From `params:` with `load` to the layer that loads them."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.compiler.names import Names
from gateway.compiler.paths import Path
from gateway.compiler.report import Report
from gateway.compiler.signatures import check_call
from gateway.config.model import Param
from gateway.http.loading import Loader, Loading


def loading(path: Path, params: Mapping[str, Param], names: Names, report: Report) -> Loading | None:
    """What loads the parameters of a path, in the order they are declared; None if none has a loader."""
    loaders = [
        (name, loader)
        for name, param in params.items()
        if name in path.names and (loader := _loader(param, names, report)) is not None
    ]
    return Loading(tuple(loaders)) if loaders else None


def _loader(param: Param, names: Names, report: Report) -> Loader | None:
    """What loads one parameter; None if nothing does, or after noting why it cannot."""
    if param.load is None:
        return None
    loader = names.callable(param.load, param.position)
    if loader is not None:
        check_call(loader, ("request", "value"), report, param.position)
    return loader
