"""From a handler and its scope to the chain that answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from gateway.compiler.failures import FailureRules
from gateway.compiler.requests import layers_around
from gateway.compiler.stacks import Stacks
from gateway.config.model import Settings
from gateway.http.etag import Tag, weak
from gateway.http.failures import Failures
from gateway.http.loading import Loading
from gateway.http.refusal import wrong_method
from gateway.http.request import Request
from gateway.http.results import PLAIN, Results
from gateway.http.tracing import Trace, Traced, stage_of
from gateway.middleware.body_limit import BodyLimit
from gateway.middleware.chain import Endpoint, Handler, Layer, Taken, chain, closed, kind_of, missing
from gateway.resolution.scope import Scope

_READ_NO_BODY = frozenset(
    {"access_log", "compress", "favicon", "request_id", "response_time", "security_headers", "session"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a route has beyond its handler and its scope.

    `limit` is its own body limit in bytes, `body` reads the body, `etag` makes entity tags, `loading` loads
    its parameters; `stage` is what a trace calls its answer.
    """

    limit: int | None = None
    body: Callable[[Request], Any] | None = None
    etag: Tag | None = None
    loading: Loading | None = None
    stage: str = "built in"


PLAIN_TERMS = Terms()


@dataclass(slots=True)
class Endpoints:
    """Makes endpoints; routes with the same stacks share layers, those with the same rules their failures.

    A handler, how it is called and what its results become go in, with the scope that says which layers and
    rules hold; out comes the chain, and around the same layers one that answers 405 and OPTIONS. A scope that
    names no stack has `default_stack`. Without layers a server's request goes to the handler directly.
    """

    stacks: Stacks
    rules: FailureRules
    settings: Settings
    trace: Trace | None = None
    _layers: dict[tuple[Any, ...], tuple[Layer, ...]] = field(default_factory=dict)
    _failures: dict[tuple[int, ...], Failures] = field(default_factory=dict)
    _traced: dict[int, Layer] = field(default_factory=dict)

    def endpoint(
        self,
        handler: Callable[..., Any],
        taken: Taken,
        results: Results,
        scope: Scope,
        terms: Terms = PLAIN_TERMS,
    ) -> Endpoint:
        """A handler inside the layers of its scope."""
        layers = self._layers_of(scope, terms.limit)
        if terms.loading is not None:
            layers = (*layers, terms.loading)
        if self.trace is not None:
            layers = tuple(self._timed(layer, self.trace) for layer in layers)
            handler = Traced(handler, terms.stage, self.trace)
        failures = self.failures_of(scope)
        answer = closed(handler, taken, results, failures)
        is_direct = not layers and terms.etag in {weak, None}
        return endpoint_of(answer, layers, failures, terms, is_direct=is_direct)

    def missing(self, scope: Scope) -> Endpoint:
        """What answers a path below a group that none of its routes takes: its layers, then 404."""
        failures = self.failures_of(scope)
        return endpoint_of(missing(failures), self._layers_of(scope), failures)

    def failures_of(self, scope: Scope) -> Failures:
        """The rules of a scope, made once for all routes with the same levels."""
        key = tuple(id(level) for level in scope.errors)
        if key not in self._failures:
            self._failures[key] = self.rules.failures(scope.errors)
        return self._failures[key]

    def _layers_of(self, scope: Scope, limit: int | None = None) -> tuple[Layer, ...]:
        """The layers of a scope, with a route's own body limit, inside those that the settings ask for."""
        stack = self._stack_of(scope)
        return layers_around(self.settings) + (stack if limit is None else _limited(stack, limit))

    def _stack_of(self, scope: Scope) -> tuple[Layer, ...]:
        """The layers that a scope names, made once for all routes with the same entries."""
        uses = scope.stack if scope.has_stack else self.stacks.written.default()
        key = (*((use.name, id(use.options)) for use in uses), scope.without)
        if key not in self._layers:
            self._layers[key] = self.stacks.layers(uses, scope.without)
        return self._layers[key]

    def _timed(self, layer: Layer, trace: Trace) -> Layer:
        """A layer that is timed; one layer stays one wherever it stands."""
        return self._traced.setdefault(id(layer), Traced(layer, stage_of(layer), trace))


def _limited(layers: tuple[Layer, ...], limit: int) -> tuple[Layer, ...]:
    """A stack with a route's own limit in place of its own, before the first layer that may read a body."""
    others = tuple(layer for layer in layers if not isinstance(layer, BodyLimit))
    place = sum(1 for _ in takewhile(lambda layer: kind_of(layer) in _READ_NO_BODY, others))
    return (*others[:place], BodyLimit(max_size=limit), *others[place:])


def endpoint_of(
    answer: Handler,
    layers: tuple[Layer, ...],
    failures: Failures,
    terms: Terms = PLAIN_TERMS,
    *,
    is_direct: bool = False,
) -> Endpoint:
    """The chains of a route: for what it answers, and for methods it does not."""
    return Endpoint(
        run=chain(layers, answer, failures),
        direct=answer if is_direct else None,
        refuse=chain(layers, closed(wrong_method, (), PLAIN, failures), failures),
        layers=layers,
        answer=answer,
        failures=failures,
        body=terms.body,
        etag=terms.etag,
    )
