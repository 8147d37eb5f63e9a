"""One document of a document in several files: what its references lead to becomes a component of it.

Only what is referred to is taken over. What has no place among the components (path items, maps of properties) is
written where the reference stood. Examples are data and stay as they are.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import PurePosixPath
from typing import Any, Final, Protocol

from attrs import define, evolve, field, frozen

from specloom.document.grammar import DOCUMENT, SCHEMA, Node, children, nodes
from specloom.document.limits import MAX_NODES
from specloom.document.pointers import join, resolve, split
from specloom.problems import Problem, SpecloomError

_SECTIONS: Final[Mapping[str, str]] = {
    "schema": "schemas",
    "response": "responses",
    "parameter": "parameters",
    "request body": "requestBodies",
    "header": "headers",
    "security scheme": "securitySchemes",
    "link": "links",
}
"""Where what is referred to goes, by the name of its kind; other kinds have no such place."""

_SECTIONS_2: Final[Mapping[str, str]] = {
    "schema": "definitions",
    "response": "responses",
    "parameter": "parameters",
    "security scheme": "securityDefinitions",
}
_FILE: Final = re.compile(r"#|\.(json|ya?ml)$", re.IGNORECASE)
"""What tells a reference from a bare name in the mapping of a discriminator."""


class Files(Protocol):
    """How the files of a document are found and read."""

    def locate(self, base: str, reference: str) -> str:
        """The one address of what a reference in the file ``base`` leads to.

        Raises:
            SpecloomError: If it may not, or cannot, lead there.
        """
        ...

    def read(self, address: str) -> Any:
        """The value of a file.

        Raises:
            SpecloomError: If it cannot be had or is broken.
        """
        ...


@frozen
class _Target:
    """A place in a file."""

    address: str
    pointer: str


@frozen
class _Spot:
    """A node, and the file that its references start from."""

    node: Node
    address: str


def leads_out(document: Mapping[str, Any]) -> bool:
    """Whether a document has references to other files."""
    return any(
        not reference.startswith("#")
        for node in nodes(document)
        if isinstance(node.value, dict) and (reference := _reference(node)) is not None
    )


def bundle(document: Mapping[str, Any], address: str, files: Files) -> dict[str, Any]:
    """A document with all that its references in other files lead to; the given one is not changed.

    Args:
        document: A loaded document.
        address: Its own address, as ``files`` spells it.
        files: The way to the other files.

    Raises:
        SpecloomError: If a reference leads nowhere, or to where it may not; with the file and the place in it.
    """
    whole = copy.deepcopy(dict(document))
    work = _Bundle(whole, address, files, _SECTIONS_2 if "swagger" in whole else _SECTIONS)
    work.claim()
    work.follow()
    return whole


@define
class _Bundle:
    document: dict[str, Any]
    address: str
    files: Files
    sections: Mapping[str, str]
    places: dict[tuple[_Target, str], str] = field(factory=dict)
    """The component that a place of a file is, by the name of its kind."""
    waiting: list[_Spot] = field(factory=list)
    seen: int = 0

    def claim(self) -> None:
        """Let components that are nothing but a reference be what it leads to: the author has named it."""
        for kind, section in self.sections.items():
            for name, held in self._section(section).items():
                if isinstance(held, dict) and list(held) == ["$ref"]:
                    pointer = join(self._prefix(), section, name)
                    target = self._target(held["$ref"], pointer, self.address)
                    if target.address != self.address:
                        self.places.setdefault((target, kind), pointer)

    def follow(self) -> None:
        """Resolve every reference, those of what is taken over included."""
        self.waiting.append(_Spot(Node(DOCUMENT, self.document, "#"), self.address))
        while self.waiting:
            spot = self._settled(self.waiting.pop())
            self.seen += 1
            if self.seen > MAX_NODES:
                raise _problem(f"with what it refers to, the document has more than {MAX_NODES:,} parts", spot)
            if isinstance(spot.node.value, dict):
                self._settle_mapping(spot)
                self.waiting += [_Spot(child, spot.address) for child in reversed(children(spot.node))]

    def _settled(self, spot: _Spot) -> _Spot:
        """A place whose own reference is resolved; what was written in its stead belongs to another file."""
        trail: list[_Target] = []
        while isinstance(spot.node.value, dict) and (reference := _reference(spot.node)) is not None:
            target = self._target(reference, spot.node.pointer, spot.address)
            place = self._place(target, spot)
            if place is not None and (place, self.address) != (spot.node.pointer, spot.address):
                spot.node.value["$ref"] = place
                break
            if place is None and target.address == spot.address == self.address:
                break
            if target in trail:
                raise _problem(f"{reference!r} leads back to itself", spot)
            trail.append(target)
            spot = self._replaced(spot, target)
        return spot

    def _replaced(self, spot: _Spot, target: _Target) -> _Spot:
        held: dict[str, Any] = spot.node.value
        reference = held["$ref"]
        texts = {key: value for key, value in held.items() if isinstance(value, str) and key != "$ref"}
        if len(texts) + 1 != len(held):
            raise _problem(f"beside the reference to {reference!r} only texts can stand", spot)
        found = self._found(target, reference, spot)
        if not isinstance(found, dict):
            raise _problem(f"{reference!r} leads to {_kind(found)}, not to an object", spot)
        held.clear()
        held.update(copy.deepcopy(found) | texts)
        return _Spot(evolve(spot.node, pointer=target.pointer), target.address)

    def _place(self, target: _Target, spot: _Spot) -> str | None:
        """The pointer of the component that a target is or becomes; None if its kind has no place there."""
        kind = spot.node.kind
        section = self.sections.get(kind.name)
        if section is None:
            return None
        if target.address == self.address:
            return target.pointer
        if (target, kind.name) not in self.places:
            found = copy.deepcopy(self._found(target, spot.node.value["$ref"], spot))
            self.places[target, kind.name] = self._add(section, target, found)
            self.waiting.append(_Spot(Node(kind, found, target.pointer), target.address))
        return self.places[target, kind.name]

    def _add(self, section: str, target: _Target, value: Any) -> str:
        holder = self.document if self._prefix() == "#" else self.document.setdefault("components", {})
        held = holder.setdefault(section, {})
        name = next(name for name in _names(target) if name not in held)
        held[name] = value
        return join(self._prefix(), section, name)

    def _section(self, section: str) -> dict[str, Any]:
        """The components of a kind; a new map where there are none."""
        holder = self.document if self._prefix() == "#" else self.document.get("components", {})
        held = holder.get(section, {}) if isinstance(holder, dict) else holder
        if isinstance(held, dict):
            return held
        message = f"the components of a kind are an object, here is {_kind(held)}"
        raise SpecloomError(Problem(message, join(self._prefix(), section), self.address))

    def _prefix(self) -> str:
        return "#" if "swagger" in self.document else "#/components"

    def _settle_mapping(self, spot: _Spot) -> None:
        """Let the mapping of a discriminator name the components that its references became."""
        discriminator = spot.node.value.get("discriminator") if spot.node.kind.name == "schema" else None
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        held: dict[str, Any] = mapping if isinstance(mapping, dict) else {}
        for value, reference in held.items():
            if isinstance(reference, str) and _FILE.search(reference):
                pointer = join(spot.node.pointer, "discriminator", "mapping", value)
                named = _Spot(Node(SCHEMA, {"$ref": reference}, pointer), spot.address)
                held[value] = self._place(self._target(reference, pointer, spot.address), named)

    def _target(self, reference: str, pointer: str, base: str) -> _Target:
        file, _, fragment = reference.partition("#")
        try:
            return _Target(self.files.locate(base, file) if file else base, f"#{fragment}")
        except SpecloomError as error:
            raise SpecloomError(evolve(one, pointer=pointer, source=base) for one in error.problems) from error

    def _found(self, target: _Target, reference: str, spot: _Spot) -> Any:
        try:
            held = self.document if target.address == self.address else self.files.read(target.address)
            return resolve(held, target.pointer)
        except (LookupError, ValueError) as error:
            raise _problem(f"{reference!r} leads nowhere in {target.address}", spot) from error


def _reference(node: Node) -> str | None:
    """The reference that a place is. In a map of names ``$ref`` is a name, unless it holds a text."""
    reference = None if node.kind is DOCUMENT else node.value.get("$ref")
    # Whatever else stands there is told with all that is wrong in the document.
    return reference if isinstance(reference, str) else None


def _names(target: _Target) -> Iterator[str]:
    """Names for a component: the last word of the pointer or the file's own; then both; then numbered."""
    file = _word(PurePosixPath(re.split("[?@]", target.address)[0]).name.split(".")[0]) or "part"
    tokens = split(target.pointer)
    last = _word(tokens[-1]) if tokens else file
    yield last
    yield f"{file}_{last}"
    yield from (f"{last}_{number}" for number in count(2))


def _word(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "_", text)


def _kind(value: Any) -> str:
    return "an array" if isinstance(value, list) else f"{str(value)[:40]!r}"


def _problem(message: str, spot: _Spot) -> SpecloomError:
    return SpecloomError(Problem(message, spot.node.pointer, spot.address))
