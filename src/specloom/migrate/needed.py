"""What of an sdk.yaml is needed: all that the rules would not say by themselves."""

from __future__ import annotations

from attrs import evolve

from specloom.migrate.subject import ROUNDS, Subject, calls_of, plain_key, planned_with
from specloom.migrate.text import Asked
from specloom.migrate.values import ModelWish
from specloom.plan.operations import operations
from specloom.plan.public_names import PublicName
from specloom.plan.values import Plan


def only_different(asked: Asked, subject: Subject) -> Asked:
    """What is left when all is taken out that comes by rule; what is left may not move what was taken out."""
    whole = planned_with(asked, subject)
    calls, names = calls_of(whole, subject), _names(whole)
    marked = {one.spelt for one in operations(subject.prepared) if one.deprecated}
    methods = {
        key: tuple(evolve(one, deprecated=one.deprecated and plain_key(key) not in marked) for one in listed)
        for key, listed in asked.methods.items()
    }
    said = {
        key for key, listed in methods.items() if len(listed) > 1 or any(one.deprecated or one.body for one in listed)
    }
    models: set[str] = set()
    asked = smaller = evolve(asked, methods=methods)
    for _ in range(ROUNDS):
        smaller = evolve(
            asked,
            methods={key: listed for key, listed in methods.items() if key in said},
            models=tuple(one for one in asked.models if one.what in models),
        )
        plan = planned_with(smaller, subject)
        found, named = calls_of(plan, subject), _names(plan)
        moved = {key for key in methods if found[plain_key(key)] != calls[plain_key(key)]}
        renamed = {one.what for one in asked.models if named.get(_place(one)) != names.get(_place(one))}
        if not moved - said and not renamed - models:
            return _lighter(smaller, plan, subject)
        said, models = said | moved, models | renamed
    return asked


def _lighter(asked: Asked, plan: Plan, subject: Subject) -> Asked:
    """Without what the client has by rule, and without spellings that nothing needs."""
    plain = evolve(asked, acronyms=())
    if asked.acronyms and planned_with(plain, subject) == plan:
        asked = plain
    for key in tuple(asked.client):
        without = evolve(asked, client={name: value for name, value in asked.client.items() if name != key})
        if planned_with(without, subject).client == plan.client:
            asked = without
    return asked


def _names(plan: Plan) -> dict[PublicName, str]:
    """The schema behind each public name of a model."""
    return {
        PublicName(place.package, place.name): one.declaration.schema
        for one in plan.types
        if one.direction == "model"
        for place in ((one.place, *one.aliases) if one.public else one.aliases)
    }


def _place(model: ModelWish) -> PublicName:
    return PublicName(model.package, model.name)
