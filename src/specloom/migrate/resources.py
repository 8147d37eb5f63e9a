"""The tree of resources in a config: methods with their call paths, models with their packages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from specloom.migrate.keys import METHOD, MODEL, RESOURCE
from specloom.migrate.notes import Notes
from specloom.migrate.values import MethodWish, ModelWish
from specloom.plan.naming import class_identifier, identifier, member_name
from specloom.plan.sdk import Call
from specloom.plan.yaml_nodes import Node, nearest

_ENDPOINT = re.compile(r"\s*(get|put|post|delete|options|head|patch|trace)\s+(/\S*)\s*", re.IGNORECASE)
_SCHEMAS = "#/components/schemas/"
_KEYS = ("models", "methods", "subresources", "skip", "only", "deprecated")
_METHOD_KEYS = ("type", "endpoint", "paginated", "body_param_name", "positional_params", "skip", "only", "deprecated")
_ALIAS_KEYS = ("type", "to", "skip", "only", "deprecated")


@frozen
class ResourceReader:
    """Walks through the resources and gathers what they ask for.

    Attributes:
        notes: Gets what is wrong and what has no counterpart.
        acronyms: Words that class names spell as given here.
        deprecated: Patterns of call paths.
        names: All names of resources, methods and models as the config spells them.
    """

    notes: Notes
    acronyms: tuple[str, ...]
    methods: list[MethodWish] = field(factory=list)
    models: list[ModelWish] = field(factory=list)
    deprecated: list[str] = field(factory=list)
    names: list[str] = field(factory=list)

    def read(self, node: Node) -> None:
        """Read the mapping of ``resources:``."""
        for name, resource in self.notes.checks.mapping(node).items():
            if name == "$client":
                self._resource(resource, ())
            elif name == "$shared":
                self._resource(resource, ("shared",))
            else:
                self._resource(resource, (self._member(name, resource, on_client=True),))

    def _member(self, name: str, node: Node, *, on_client: bool = False) -> str:
        self.names.append(name)
        given = member_name(name, on_client=on_client)
        if given != identifier(name):
            self.notes.remark(
                node, f"is called {given!r}: every client or resource has a {identifier(name)!r} already"
            )
        return given

    def _resource(self, node: Node, path: Call) -> None:
        table = self.notes.table(node, _KEYS, RESOURCE)
        self.notes.skipping(table)
        if self.notes.is_deprecated(table.get("deprecated")) and path:
            self.deprecated.append(".".join((*path, "*")))
        shared = path == ("shared",) and node.path == "resources.$shared"
        if "models" in table:
            self.models.extend(self._models(table["models"], path if shared else path[:-1]))
        if "methods" in table:
            self.methods.extend(self._methods(table["methods"], path))
        for name, child in self._entries(table.get("subresources")):
            self._resource(child, (*path, self._member(name, child, on_client=not path)))

    def _entries(self, node: Node | None) -> Iterator[tuple[str, Node]]:
        yield from self.notes.checks.mapping(node).items() if node is not None else ()

    def _methods(self, node: Node, path: Call) -> Iterator[MethodWish]:
        own: dict[str, MethodWish] = {}
        aliases: dict[str, Node] = {}
        for name, entry in self._entries(node):
            if _is_alias(entry):
                aliases[name] = entry
            elif wish := self._method(name, entry, path):
                own[name] = wish
        yield from own.values()
        for name, entry in aliases.items():
            table = self.notes.table(entry, _ALIAS_KEYS, {})
            self.notes.skipping(table)
            target = self.notes.text(table.get("to"))
            deprecated = self.notes.is_deprecated(table.get("deprecated"))
            if target not in own:
                self.notes.remark(entry, f"left out: there is no method {target!r} beside it{nearest(target, own)}")
                continue
            call = (*path, self._member(name, entry))
            yield evolve(own[target], call=call, what=entry.path, line=entry.line, deprecated=deprecated)

    def _method(self, name: str, node: Node, path: Call) -> MethodWish | None:
        if isinstance(node.value, str):
            table = {"endpoint": node}
        else:
            table = self.notes.table(node, _METHOD_KEYS, METHOD)
            self.notes.skipping(table)
        kind = table.get("type")
        if kind is not None and kind.value != "http":
            self.notes.remark(kind, f"a method of type {kind.value!r} has no counterpart; left out")
            return None
        endpoint = table.get("endpoint")
        match = _ENDPOINT.fullmatch(self.notes.text(endpoint)) if endpoint is not None else None
        if match is None:
            said = "is to be a verb and a path (such as 'get /pets'), or a mapping with these under `endpoint`"
            self.notes.checks.problem(endpoint or node, said)
            return None
        positional = table.get("positional_params")
        return MethodWish(
            call=(*path, self._member(name, node)),
            key=f"{match[1].upper()} {match[2]}",
            what=node.path,
            line=node.line,
            deprecated=self.notes.is_deprecated(table.get("deprecated")),
            body=self.notes.text(table.get("body_param_name")),
            paginated=self._paginated(table.get("paginated")),
            positional=self.notes.checks.texts(positional) if positional is not None else None,
        )

    def _paginated(self, node: Node | None) -> bool | str | None:
        if node is None or isinstance(node.value, bool):
            return None if node is None else self.notes.flag(node)
        return self.notes.text(node)

    def _models(self, node: Node, package: Call) -> Iterator[ModelWish]:
        own: dict[str, ModelWish] = {}
        aliases: dict[str, Node] = {}
        for name, entry in self._entries(node):
            self.names.append(name)
            if _is_alias(entry):
                aliases[name] = entry
                continue
            schema = self._schema(entry)
            if schema:
                own[name] = ModelWish(package, self._class(name), schema, entry.path, entry.line)
        yield from own.values()
        for name, entry in aliases.items():
            table = self.notes.table(entry, _ALIAS_KEYS, {})
            self.notes.skipping(table)
            target = self.notes.text(table.get("to"))
            if target in own:
                yield evolve(own[target], name=self._class(name), what=entry.path, line=entry.line)
            else:
                self.notes.remark(entry, f"left out: there is no model {target!r} beside it{nearest(target, own)}")

    def _class(self, name: str) -> str:
        return class_identifier(name, self.acronyms)

    def _schema(self, node: Node) -> str:
        """The schema that a model is, by its name in the document; empty for what sdk.yaml cannot name."""
        place: Node | None = node
        if isinstance(node.value, Mapping):
            table = self.notes.table(node, ("type", "openapi_uri", "skip", "only"), MODEL)
            place = table.get("openapi_uri")
        text = self.notes.text(place) if place is not None else ""
        if place is None:
            self.notes.checks.problem(node, "needs an `openapi_uri`: the schema that it is")
        name = text.removeprefix(_SCHEMAS).replace("~1", "/").replace("~0", "~")
        if re.fullmatch(r"[\w.-]+", name):
            return name
        if text:
            self.notes.remark(
                node, f"only schemas with a name in the document have one in sdk.yaml, {text!r} has none"
            )
        return ""


def _is_alias(node: Node) -> bool:
    kind = node.value.get("type") if isinstance(node.value, Mapping) else None
    return kind is not None and kind.value == "alias"


def spelt_words(names: Sequence[str]) -> set[str]:
    """The words in names, in lower case."""
    return {word.lower() for name in names for word in identifier(name).split("_")}
