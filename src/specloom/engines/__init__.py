"""The engines: a prepared document in, typed endpoints, models and parameters out, in our own values.

openapi-python-client reads the endpoints and what answers hold, datamodel-code-generator what callers pass in. Both
are slow to import, so that happens when they have something to read.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from specloom.collection import no_collection
from specloom.document.pointers import join
from specloom.engines.check import check_declarations, check_endpoints
from specloom.engines.proven import Proven, operation_pieces, schema_pieces
from specloom.engines.reach import Json, closure, components, request_reach, response_reach, unreached
from specloom.plan.parsed import Declaration, Endpoint, Parsed
from specloom.problems import Problem, Problems, SpecloomError

__all__ = ["Proven", "parse"]


def parse(prepared: Json, *, also_params: Collection[str] = (), proven: Proven | None = None) -> Parsed:
    """Read a prepared document with both engines, and check that neither lost anything.

    Args:
        prepared: A document in normal form. It is not changed.
        also_params: Components that get params declarations (with all they lead to) though no request names them.
        proven: What the engines need not read again; is told what that is from now on. Without it they read all.

    Returns:
        Endpoints of all operations; models for every component that answers lead to, and for those that nothing
        leads to; params for every component that requests lead to.

    Raises:
        SpecloomError: With all that the engines complain of, or that they lost; or where ``also_params`` names
            what is not there.
    """
    if unknown := [name for name in also_params if name not in components(prepared)]:
        raise SpecloomError(Problem(f"params are asked for {name!r}, which is no schema") for name in unknown)
    outward = request_reach(prepared)
    inward = response_reach(prepared)
    # What nothing leads to may itself lead to what only requests use.
    inward = closure(prepared, (*inward, *unreached(prepared, {*outward, *inward})))
    proven = proven or Proven()
    with no_collection():
        operations = operation_pieces(prepared, proven)
        answers = schema_pieces(prepared, inward, "model", proven)
        requests = schema_pieces(prepared, closure(prepared, (*outward, *also_params)), "params", proven)
        try:
            found = _read(prepared, operations.missing, answers.missing, requests.missing)
        except RecursionError as error:
            message = "this schema is nested too deeply for the engines; make components of its inner schemas"
            raise SpecloomError(Problem(message, join("#", "components", "schemas", _deepest(prepared)))) from error
        endpoints, models = operations.joined(found.endpoints), answers.joined(found.models)
        params = requests.joined(found.params)
    problems = Problems()
    check_endpoints(prepared, endpoints, problems)
    check_declarations(prepared, models, "model", problems)
    check_declarations(prepared, params, "params", problems)
    problems.check()
    return Parsed(endpoints, models, params)


def _deepest(prepared: Json) -> str:
    """The component whose schema has the most levels."""
    name = ""
    level: list[tuple[str, Any]] = list(components(prepared).items())
    while level:
        name = level[0][0]
        level = [
            (name, part)
            for name, node in level
            for part in (node.values() if isinstance(node, dict) else node)
            if isinstance(part, (dict, list))
        ]
    return name


def _read(prepared: Json, operations: Collection[str], models: Collection[str], params: Collection[str]) -> Parsed:
    """What the engines make of the named operations and components; one that has nothing to do is not loaded."""
    endpoints: dict[str, Endpoint] = {}
    answers: dict[str, Declaration] = {}
    requests: dict[str, Declaration] = {}
    if operations or models:
        from specloom.engines.openapi_client import parse_endpoints_and_models

        endpoints, answers = parse_endpoints_and_models(prepared, operations, models)
    if params:
        from specloom.engines.datamodel import parse_params

        requests = parse_params(prepared, params)
    return Parsed(endpoints, answers, requests)
