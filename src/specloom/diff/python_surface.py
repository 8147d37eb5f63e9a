"""What of a plan callers can name: methods by call path, classes by import path, with what the wire calls them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from specloom.plan.values import Method, Parsed, Plan, PlannedType, Resource, TypeName


@frozen
class Side:
    """One side of a comparison: what was read of the document, and the plan made of it."""

    parsed: Parsed
    plan: Plan
    methods: Mapping[str, Method] = field(init=False)
    helpers: Mapping[str, str] = field(init=False)
    names: Mapping[tuple[str, str], str] = field(init=False)
    types: Mapping[tuple[str, str], PlannedType] = field(init=False)

    @methods.default
    def _methods(self) -> dict[str, Method]:
        """By call path: ``pets.list``."""
        return dict(_walk(self.plan.resources))

    @helpers.default
    def _helpers(self) -> dict[str, str]:
        """Methods that wait, by call path, with the operationId of what they look at or start with."""
        return dict(_waiting(self.plan.resources))

    @types.default
    def _types(self) -> dict[tuple[str, str], PlannedType]:
        """By direction and component."""
        return {(one.direction, one.declaration.schema): one for one in self.plan.types}

    @names.default
    def _names(self) -> dict[tuple[str, str], str]:
        """Class names by direction and component."""
        return {(one.direction, one.declaration.schema): one.place.name for one in self.plan.types}

    def class_names(self, direction: str) -> dict[str, str]:
        """Class names by component, of one direction."""
        return {schema: name for (found, schema), name in self.names.items() if found == direction}

    def import_path(self, place: TypeName) -> str:
        """``pets_client.types.zoo.Pet``."""
        return ".".join((self.plan.package, "types", *place.package, place.name))

    def import_paths(self, planned: PlannedType) -> list[str]:
        """All public places of a type; none where it is a part of another."""
        places = [planned.place, *planned.aliases] if planned.public else list(planned.aliases)
        return [self.import_path(place) for place in places]


def _walk(resources: tuple[Resource, ...]) -> Iterator[tuple[str, Method]]:
    for resource in resources:
        for method in resource.methods:
            yield ".".join((*resource.path, method.name)), method
        yield from _walk(resource.children)


def _waiting(resources: tuple[Resource, ...]) -> Iterator[tuple[str, str]]:
    for resource in resources:
        if resource.poll is not None:
            yield ".".join((*resource.path, "poll")), resource.poll.look.operation_id
        for start in resource.starts:
            yield ".".join((*resource.path, start.name)), start.starter.operation_id
        yield from _waiting(resource.children)
