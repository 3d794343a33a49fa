"""What breaks the schema where loading does not look: below an overlay, and where a variable is not set."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.config.document import Map, Seq, section_of
from gateway.config.route_rules import maps
from gateway.config.schema import check
from gateway.config.variables import substituted
from gateway.errors import Problem

_MAY_BE_ELSEWHERE = ("GW011", "GW012", "GW021")  # what this file leaves out an overlay may have


def hidden_problems(document: Map) -> Iterator[Problem]:
    """The errors of a document as it is written, included files merged in, no overlay laid over it.

    A value that an overlay replaces is checked as if there were none, and the key of a variable that is not
    set as if it were: both are wrong as soon as the environment is another.
    """
    filled = _filled(document)
    yield from (problem for problem in check(filled) if problem.rule not in _MAY_BE_ELSEWHERE)
    overlays = section_of(document, "environments").values()
    for holder in maps([document, *overlays]):
        alone = Map(holder.at)
        alone.put("version", 1, holder.at, holder.at)
        alone.put("errors", holder.get("errors", Seq(holder.at)), holder.at, holder.value_at("errors"))
        yield from check(_filled(alone))


def _filled(document: Map) -> Map:
    """The document with text that can stand for anything where a variable stands, optional or not."""
    declared = section_of(document, "env")
    plain, result = Map(declared.at), document.only(document)
    for name in declared:
        plain.put(name, Map(declared.at), declared.at, declared.at)
    result.put("env", plain, document.at, document.at)
    result, _ = substituted(result, {}, require=False)
    result.put("env", document.get("env", plain), document.key_at("env"), document.value_at("env"))
    return result
