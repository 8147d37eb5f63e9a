"""What of a plan callers can name: methods by call path, classes by import path, with what the wire calls them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import Factory, field, frozen

from specloom.diff.values import Operation, Subject
from specloom.plan.parsed import Parsed
from specloom.plan.values import Method, Plan, PlannedType, Resource, TypeName
from specloom.plan.walking import methods_of, resources_of, uploads, waits


@frozen
class Side:
    """One side of a comparison: what was read of the document, and the plan made of it.

    Attributes:
        methods: By call path: ``pets.list``.
        helpers: Methods that wait, by call path, with the operationId of what they look at or start with.
        class_names: By direction (``model``, ``params``) and component.
        types: By direction and component.
        exported: Import paths of names that not every package has and that are no types of the document: those of
            layers, and those that only a package has a use for that waits or uploads.
    """

    parsed: Parsed
    plan: Plan
    methods: Mapping[str, Method] = field(init=False, default=Factory(lambda self: self._methods(), takes_self=True))
    helpers: Mapping[str, str] = field(init=False, default=Factory(lambda self: self._helpers(), takes_self=True))
    class_names: Mapping[str, Mapping[str, str]] = field(
        init=False, default=Factory(lambda self: self._class_names(), takes_self=True)
    )
    types: Mapping[tuple[str, str], PlannedType] = field(
        init=False, default=Factory(lambda self: self._types(), takes_self=True)
    )
    exported: Mapping[str, None] = field(init=False, default=Factory(lambda self: self._exported(), takes_self=True))

    def _methods(self) -> dict[str, Method]:
        """By call path: ``pets.list``."""
        found = methods_of(self.plan.resources)
        return {".".join((*resource.path, method.name)): method for resource, method in found}

    def _helpers(self) -> dict[str, str]:
        """Methods that wait, by call path, with the operationId of what they look at or start with."""
        return dict(_waiting(self.plan.resources))

    def _types(self) -> dict[tuple[str, str], PlannedType]:
        """By direction and component."""
        return {(one.direction, schema): one for one in self.plan.types for schema in one.schemas}

    def _exported(self) -> dict[str, None]:
        plan = self.plan
        names = [name for name, _ in (*plan.exports, *plan.attributes)]
        names += [".".join(("types", *path)) for path, _ in plan.type_exports]
        if waits(plan):
            names.append("PollTimeoutError")
        if uploads(plan):
            names.append("track_upload")
        if plan.client.has("oauth2"):
            names.append("TokenError")
        return {f"{plan.package}.{name}": None for name in names}

    def _class_names(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {"model": {}, "params": {}}
        for planned in self.plan.types:
            for schema in planned.schemas:
                found[planned.direction][schema] = planned.place.name
        return found

    def operation(self, method: Method) -> Operation:
        """The operation that a method calls."""
        query = "?" + "&".join(f"{name}={value}" for name, value in method.query) if method.query else ""
        return Operation(method.verb.lower(), method.path + query, method.operation_id)

    def subject(self, method: Method, place: tuple[str, ...] = ()) -> Subject:
        """The operation that a method calls, as what a change is about."""
        return Subject("operation", str(self.operation(method)), place)

    def import_path(self, place: TypeName) -> str:
        """``pets_client.types.zoo.Pet``."""
        return ".".join((self.plan.package, "types", *place.package, place.name))

    def import_paths(self, planned: PlannedType) -> list[str]:
        """All public places of a type; none where it is a part of another."""
        places = [planned.place, *planned.aliases] if planned.public else list(planned.aliases)
        return [self.import_path(place) for place in places]


def imported(path: str) -> str:
    """``from pets_client.types import Pet``."""
    module, _, name = path.rpartition(".")
    return f"from {module} import {name}"


def _waiting(resources: tuple[Resource, ...]) -> Iterator[tuple[str, str]]:
    for resource in resources_of(resources):
        if resource.poll is not None:
            yield ".".join((*resource.path, "poll")), resource.poll.look.operation_id
        for start in resource.starts:
            yield ".".join((*resource.path, start.name)), start.starter.operation_id
