"""Public names of types: what sdk.yaml says first, then what the rules say, every name given once in a package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from attrs import field, frozen

from specloom.plan.naming import class_identifier
from specloom.plan.sdk import Sdk, TypeRule
from specloom.plan.yaml_nodes import nearest
from specloom.problems import Problem

Direction: TypeAlias = Literal["model", "params"]
Package: TypeAlias = tuple[str, ...]
Key: TypeAlias = tuple[Direction, str]


@frozen(order=True)
class PublicName:
    """A name that a package under ``types`` exports."""

    package: Package
    name: str


@frozen
class NameBook:
    """Who has which public name. Whoever asks first gets it; later ones get a number.

    Attributes:
        names: The name under which a type is defined.
        aliases: Its further names.
    """

    sdk: Sdk
    names: dict[Key, PublicName] = field(factory=dict)
    aliases: dict[Key, list[PublicName]] = field(factory=dict)
    _owners: dict[PublicName, Key] = field(factory=dict)
    _last: dict[PublicName, int] = field(factory=dict)

    def claim(self, key: Key, package: Package, name: str) -> PublicName:
        """Give a type the name, or the first free one after it; as an alias where it has a name already."""
        free = wanted = PublicName(package, name)
        # Whoever has no name yet has none of those that were given; of many that want one, each would try them all.
        number = self._last.get(wanted, 1) if key not in self.names else 1
        while self._owners.get(free, key) != key:
            number += 1
            free = PublicName(package, f"{name}{number}")
        if free != wanted:
            self._last[wanted] = max(number, self._last.get(wanted, 1))
        self._note(key, free)
        return free

    def state(self, key: Key, rule: TypeRule, found: list[Problem]) -> None:
        """Give a type the name that sdk.yaml states for it."""
        wanted = PublicName(rule.package, rule.name)
        owner = self._owners.get(wanted)
        if owner is not None and owner != key:
            place = ".".join(("types", *rule.package, rule.name))
            found.append(Problem(f"{place} is the name of {owner[1]} already", source=self.sdk.source, line=rule.line))
            return
        self._note(key, wanted)

    def _note(self, key: Key, name: PublicName) -> None:
        if name in self._owners:
            return
        self._owners[name] = key
        if key in self.names:
            self.aliases.setdefault(key, []).append(name)
        else:
            self.names[key] = name


def state_names(
    book: NameBook, models: Iterable[str], params: Iterable[str], schemas: Mapping[str, object], found: list[Problem]
) -> None:
    """Enter what sdk.yaml says. Names under ``models`` with ``Param`` after them also name the params of a schema,
    unless there are names of its own for these under ``params``.

    Args:
        book: Is filled.
        models: Schemas that have models.
        params: Schemas that have params.
        schemas: All schemas of the document.
        found: Collects unknown schemas and names that are given twice.
    """
    sdk = book.sdk
    in_answers, in_requests = frozenset(models), frozenset(params)
    for rule in (*sdk.models, *sdk.params):
        if rule.schema not in schemas:
            place = ".".join(("types", *rule.package, rule.name))
            message = f"{place}: the document has no schema {rule.schema!r}{nearest(rule.schema, schemas)}"
            found.append(Problem(message, source=sdk.source, line=rule.line))
    for rule in sdk.models:
        if rule.schema in in_answers:
            book.state(("model", rule.schema), rule, found)
    for rule in sdk.params:
        if rule.schema in in_requests:
            book.state(("params", rule.schema), rule, found)
    named = {rule.schema for rule in sdk.params}
    for rule in sdk.models:
        if rule.schema in in_requests and rule.schema not in named:
            book.claim(("params", rule.schema), rule.package, f"{rule.name}Param")


def params_class(schema: str, sdk: Sdk) -> str:
    """The class name for a schema that only requests use."""
    name = class_identifier(schema, sdk.acronyms)
    return name if name.endswith(("Param", "Params")) else f"{name.rstrip('_')}Param"
