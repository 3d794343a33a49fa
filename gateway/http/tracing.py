"""How long each stage of a request took, told to a function of the author's."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.http.request import Request

Trace = Callable[[Request, str, float], Any]
"""What is told of each stage: the request, the name of a layer or handler, and its time in seconds."""
_log = logging.getLogger("gateway.errors")


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """A layer or a handler that is timed; the time of a layer holds that of all inside of it."""

    call: Callable[..., Any]
    stage: str
    trace: Trace

    def __call__(self, request: Request, *given: Any, **params: Any) -> Any:
        """What the stage gives or raises; a trace that fails is logged, and changes no answer."""
        start = time.perf_counter()
        try:
            return self.call(request, *given, **params)
        finally:
            self._tell(request, time.perf_counter() - start)

    def _tell(self, request: Request, seconds: float) -> None:
        """Report one stage."""
        try:
            self.trace(request, self.stage, seconds)
        except Exception:  # noqa: BLE001  (whatever the author's function raises)
            _log.exception("the trace of %s failed", self.stage)


def stage_of(call: Any) -> str:
    """A layer or handler as gateway.yaml names it: a built-in by its word, anything else as module:name."""
    call = call.call if isinstance(call, Traced) else call
    kind = type(call)
    if kind.__module__.startswith("gateway.middleware."):
        return kind.__module__.rpartition(".")[2]
    own = call if hasattr(call, "__qualname__") else kind
    return f"{own.__module__}:{own.__qualname__}"
