"""Find the schemas behind the public type names of an official package, and write them into sdk.yaml.

    python scripts/match_types.py --types FACTS --methods FACTS [--document FILE] [--sdk FILE] [--write]

Names that the plan gives by rule are left out. Only the ``types`` part of sdk.yaml is written; the rest of the file
stays as it is, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# Run as a file, Python looks for modules beside it and not in the folder that holds `scripts`.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from attrs import evolve, frozen

from scripts.match_evidence import HELPERS, Evidence, Match, PublicType, read_public_types, read_schemas
from scripts.match_places import Name, packages_of_schemas, parts_of, places, unlisted
from specloom.engines import parse
from specloom.plan.make import make_plan
from specloom.plan.parsed import Parsed
from specloom.plan.sdk import Sdk, TypeRule
from specloom.plan.sdk_reader import read_sdk
from specloom.plan.values import Plan, PlannedType
from specloom.prepare import prepare

_ROUNDS = 3
_DIRECTIONS = {"model": "model", "typeddict": "params"}
_HEADING = "types:"


@frozen
class Result:
    """What a run found.

    Attributes:
        matched: Schema for each public name that has one.
        nearest: For the others the schema that came nearest, or None.
        unlisted: Schemas of answers whose names only the table of methods has.
    """

    matched: Mapping[Name, Match]
    nearest: Mapping[Name, Match | None]
    unlisted: Mapping[Name, str]


@frozen
class Workshop:
    """A document that plans are made of again and again, with other names each time."""

    prepared: Mapping[str, Any]
    parsed: Parsed
    sdk: Sdk

    def plan(self, models: Sequence[TypeRule], params: Sequence[TypeRule]) -> Plan:
        """The plan with these public names."""
        sdk = evolve(self.sdk, models=tuple(models), params=tuple(params))
        return make_plan(self.prepared, self.parsed, sdk, api="openai", package="openai_client")


def match(shop: Workshop, public: Sequence[PublicType], rows: Sequence[Mapping[str, Any]]) -> Result:
    """Match public names with schemas, in rounds: what is known of a type tells of its parts."""
    plan = shop.plan((), ())
    schemas = read_schemas(shop.prepared["components"]["schemas"], packages_of_schemas(plan, shop.parsed))
    names = [(one.package, one.name) for one in public]
    given = places(rows, plan, names)
    arguments = {
        name for name, planned in public_names(plan).items() if planned.declaration.schema.startswith("method:")
    }
    public = [one for one in public if (one.package, one.name) not in arguments and not one.name.startswith(HELPERS)]
    matched: dict[Name, Match] = {}
    nearest: dict[Name, Match | None] = {}
    for _ in range(_ROUNDS):
        known = {name: found.schema for name, found in matched.items()}
        evidence = Evidence(given, parts_of(known, (shop.parsed.models, shop.parsed.params)))
        for one in public:
            best, nearest[one.package, one.name] = evidence.best(one, schemas)
            if best is not None:
                matched[one.package, one.name] = best
    missed = {name: near for name, near in nearest.items() if name not in matched}
    return Result(matched, missed, unlisted(rows, plan, names))


def public_names(plan: Plan) -> dict[Name, PlannedType]:
    """What the packages of a plan export."""
    return {
        (place.package, place.name): planned
        for planned in plan.types
        for place in ((planned.place, *planned.aliases) if planned.public else planned.aliases)
    }


def rules_for(shop: Workshop, public: Sequence[PublicType], result: Result) -> tuple[list[TypeRule], list[TypeRule]]:
    """The names that sdk.yaml must state: those that the rules do not give by themselves."""
    models = [
        TypeRule(one.package, one.name, result.matched[one.package, one.name].schema)
        for one in public
        if (one.package, one.name) in result.matched and _is_model(one)
    ]
    models += [TypeRule(package, name, schema) for (package, name), schema in result.unlisted.items()]
    requests = [one for one in public if (one.package, one.name) in result.matched and not _is_model(one)]
    plan = shop.plan(models, ())
    params = [rule for one in requests if (rule := _request_rule(one, result, plan)) is not None]
    return _needed(shop, models, params)


def _is_model(one: PublicType) -> bool:
    if one.package == ("shared_params",) or one.kind == "typeddict":
        return False
    return one.kind == "model" or not one.name.endswith(("Param", "Params"))


def _request_rule(one: PublicType, result: Result, plan: Plan) -> TypeRule | None:
    found = public_names(plan).get((one.package, one.name))
    schema = result.matched[one.package, one.name].schema
    return None if _is(found, "params", schema) else TypeRule(one.package, one.name, schema)


def _needed(shop: Workshop, models: list[TypeRule], params: list[TypeRule]) -> tuple[list[TypeRule], list[TypeRule]]:
    """Leave out what comes by rule, as long as nothing goes missing by that."""
    wanted = public_names(shop.plan(models, params))
    by_rule = public_names(shop.plan((), ()))
    kept = [rule for rule in models if not _comes(rule, by_rule)]
    while True:
        found = public_names(shop.plan(kept, params))
        missing = [rule for rule in models if rule not in kept and not _comes(rule, found)]
        lost = [rule for rule in models if rule not in kept and _lost_request(rule, wanted, found)]
        if not missing and not lost:
            return [rule for rule in models if rule in kept], params
        kept += [rule for rule in models if rule in missing or rule in lost]


def _comes(rule: TypeRule, found: Mapping[Name, PlannedType]) -> bool:
    return _is(found.get((rule.package, rule.name)), "model", rule.schema)


def _lost_request(rule: TypeRule, wanted: Mapping[Name, PlannedType], found: Mapping[Name, PlannedType]) -> bool:
    name = (rule.package, f"{rule.name}Param")
    return _is(wanted.get(name), "params", rule.schema) and not _is(found.get(name), "params", rule.schema)


def _is(planned: PlannedType | None, direction: str, schema: str) -> bool:
    return planned is not None and planned.direction == direction and schema in planned.schemas


def written(text: str, models: Sequence[TypeRule], params: Sequence[TypeRule]) -> str:
    """The text of an sdk.yaml with another ``types`` part."""
    lines = text.splitlines(keepends=True)
    start = next((index for index, line in enumerate(lines) if line.rstrip() == _HEADING), len(lines))
    stop = start
    for index in range(start + 1, len(lines)):
        # Blank lines and comments at the margin belong to what follows, unless more of this part does.
        if lines[index][:1] in (" ", "\t"):
            stop = index
        elif lines[index].strip() and not lines[index].startswith("#"):
            break
    part = [f"{_HEADING}\n"] if models or params else []
    for key, rules in (("models", models), ("params", params)):
        if rules:
            part.append(f"  {key}:\n")
        for package in sorted({rule.package for rule in rules}):
            part.append(f"    {'.'.join(package) or 'types'}:\n")
            part += sorted(f"      {rule.name}: {rule.schema}\n" for rule in rules if rule.package == package)
    return "".join([*lines[:start], *part, *lines[stop + 1 :]])


def report(public: Sequence[PublicType], result: Result, plan: Plan) -> list[str]:
    """Lines that say how many names there are, and why the others are not."""
    exported = public_names(plan)
    total = Counter[str](one.kind for one in public)
    there = Counter[str]()
    missing: list[str] = []
    for one in public:
        planned = exported.get((one.package, one.name))
        if planned is not None and (one.kind == "alias" or planned.direction == _DIRECTIONS[one.kind]):
            there[one.kind] += 1
        else:
            missing.append(_why(one, result))
    classes = ("model", "typeddict")
    lines = [f"{kind}: {there[kind]} of {total[kind]}" for kind in total]
    share = sum(there[kind] for kind in classes) / max(1, sum(total[kind] for kind in classes))
    return [*missing, *lines, f"models and TypedDicts: {share:.1%}"]


def _why(one: PublicType, result: Result) -> str:
    place = ".".join(("types", *one.package, one.name))
    if one.name.startswith(HELPERS):
        return f"{place}: a helper of the official package, no part of the API"
    name = (one.package, one.name)
    if name in result.matched:
        return f"{place}: matches {result.matched[name].schema}, which has no {one.kind} in the plan"
    near = result.nearest.get(name)
    return f"{place}: no schema fits" + (f"; nearest is {near.schema} ({near.score:.1f})" if near else "")


def main(argv: Sequence[str]) -> int:
    """Match, report, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--types", type=Path, required=True, help="public types of the official package")
    parser.add_argument("--methods", type=Path, required=True, help="methods of the official package")
    parser.add_argument("--document", type=Path, default=Path("spec/openai/openapi.json"))
    parser.add_argument("--sdk", type=Path, default=Path("spec/openai/sdk.yaml"))
    parser.add_argument("--write", action="store_true", help="write the types part of the sdk file")
    options = parser.parse_args(argv)
    text = options.sdk.read_text(encoding="utf-8")
    prepared = prepare(json.loads(options.document.read_text(encoding="utf-8")), str(options.document))
    # All schemas as params, so that every public name can be tried.
    parsed = parse(prepared, also_params=tuple(prepared["components"]["schemas"]))
    shop = Workshop(prepared, parsed, read_sdk(text, str(options.sdk)))
    public = read_public_types(json.loads(options.types.read_text(encoding="utf-8")))
    result = match(shop, public, json.loads(options.methods.read_text(encoding="utf-8")))
    models, params = rules_for(shop, public, result)
    for line in report(public, result, shop.plan(models, params)):
        print(line)
    print(f"{len(models)} names of models and {len(params)} names of params to state")
    if options.write:
        options.sdk.write_text(written(text, models, params), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
