"""The routes of a configuration as written, each with its layers and their lines, nothing imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gateway.config import load
from gateway.config.model import Config, Group, Route, Stack, Use
from gateway.errors import Position
from gateway.resolution.scope import Scope


@dataclass(frozen=True, slots=True)
class Laid:
    """A layer: its entry and what that is called, where it stands, the stacks it came through."""

    use: Use
    name: str
    at: Position
    stacks: tuple[Stack, ...] = ()

    @property
    def kind(self) -> str:
        """The word of a built-in, or module:callable."""
        return self.use.name


@dataclass(frozen=True, slots=True)
class Written:
    """A route with what the groups around it add; `around` is the route it is mounted by."""

    route: Route
    scope: Scope
    config: Config
    around: Written | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """Its whole paths, with /* for all below them; a regex stands behind that word."""
        mounted = "" if self.around is None else self.around.paths[0].removesuffix("/*")
        if self.route.regex is not None:
            return (f"{mounted} regex {self.route.regex}".lstrip(),)
        paths = [mounted + self.scope.path(path) for path in self.route.paths]
        is_prefix = self.route.static is not None or self.route.mount is not None
        return tuple(path.rstrip("/") + "/*" for path in paths) if is_prefix else tuple(paths)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods it takes, HEAD only where there is no GET; ANY is every one."""
        route = self.route
        if "ANY" in route.methods or (not route.methods and (route.redirect or route.mount)):
            return ("ANY",)
        return tuple(dict.fromkeys(route.methods)) or ("GET",)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts it is for, those around it if it names none; none is any."""
        return self.scope.hosts or (() if self.around is None else self.around.hosts)

    @property
    def layers(self) -> tuple[Laid, ...]:
        """What a request passes on its way to it, outermost first."""
        outer = () if self.around is None else self.around.layers
        return (*outer, *layers_of(self.config, self.scope))


def written(config: Config, environ: Mapping[str, str], around: Written | None = None) -> Iterator[Written]:
    """Every route in written order, those of a mounted file behind its mount.

    Raise ConfigError with the problems of such a file; one that is not there or mounts itself has no routes.
    """
    for route, scope in _placed(config.routes, Scope(params=config.params, errors=(config.errors,))):
        each = Written(route, scope, config, around)
        yield each
        inner = _mounted(each, environ)
        if inner is not None:
            yield from written(inner, environ, each)


def _mounted(each: Written, environ: Mapping[str, str]) -> Config | None:
    """The file that a route mounts, None if it mounts none that is there, or one that it stands in."""
    mount = each.route.mount
    if mount is None or mount.config is None or not mount.config.is_file() or mount.config in _files(each):
        return None
    return load(mount.config, environ=environ, require=False, inherited=each.config, settings=mount.settings)


def mounted(config: Config, environ: Mapping[str, str]) -> dict[str, Config]:
    """The files that are mounted, by their paths; raise ConfigError with the problems of one."""
    found = written(config, environ)
    return {each.around.paths[0]: each.config for each in found if each.around is not None}


def layers_of(config: Config, scope: Scope) -> tuple[Laid, ...]:
    """The layers of a scope, outermost first, its stacks opened and what `without` names left out."""
    uses = scope.stack if scope.has_stack else _default(config)
    found: dict[tuple[str, int], Laid] = {}
    for laid in _opened(config, uses, (), set()):
        if {laid.name, laid.kind}.isdisjoint(scope.without):
            found.setdefault((laid.kind, 0 if laid.use.options is None else id(laid.use)), laid)
    return tuple(found.values())


def _placed(nodes: tuple[Route | Group, ...], scope: Scope) -> Iterator[tuple[Route, Scope]]:
    """Each route of some nodes, and what holds for it."""
    for node in nodes:
        if isinstance(node, Group):
            yield from _placed(node.routes, scope.inside(node))
        else:
            yield node, scope.of(node)


def _files(written: Written) -> Iterator[object]:
    """The files a route stands in, from the inside out."""
    yield written.config.file
    if written.around is not None:
        yield from _files(written.around)


def _default(config: Config) -> tuple[Use, ...]:
    """The default stack as an entry that stands where it is named."""
    name, at = config.settings.default_stack, config.settings.at
    return () if name is None else (Use(name=name, options=None, position=at.value_at("default_stack")),)


def _opened(
    config: Config, uses: tuple[Use, ...], stacks: tuple[Stack, ...], seen: set[str]
) -> Iterator[Laid]:
    """The layers of some entries, the stacks among them opened, each where it is first."""
    for use in uses:
        stack = config.stacks.get(use.name) if use.options is None else None
        if stack is None:
            configured = config.middleware.get(use.name) if use.options is None else None
            yield Laid(configured or use, use.name, use.position, stacks)
        elif stack.name not in seen:
            seen.add(stack.name)
            yield from _opened(config, stack.entries, (*stacks, stack), seen)
