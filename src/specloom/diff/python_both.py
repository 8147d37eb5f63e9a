"""Both sides of a comparison, with what belongs together; what every part of the comparison asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from attrs import Factory, field, frozen

from specloom.diff.compare import Compared
from specloom.diff.python_pairs import Counterparts
from specloom.diff.python_reading import Reading, Readings
from specloom.diff.python_rules import SAYS
from specloom.diff.python_surface import Side
from specloom.diff.python_types import Fit, Names
from specloom.diff.values import Verdict
from specloom.plan.types import Type

Kind: TypeAlias = Literal["field", "type", "return", "stream"]


@frozen
class Told:
    """What happened to something that callers read.

    Attributes:
        rule: ``python-field-optional``.
        place: Where in it: ``[]`` for items, ``{}`` for values.
    """

    rule: str
    place: tuple[str, ...]
    verdict: Verdict
    _reading: Reading

    def says(self, where: str) -> str:
        """A sentence after the symbol; where is `` for note``, or nothing."""
        return SAYS[self._reading.what].format(where=where)


@frozen
class Both:
    """Two packages.

    Attributes:
        compared: What the comparison of the documents found.
        methods: Call paths of the old package, each with the one that it has now.
    """

    old: Side
    new: Side
    compared: Compared
    methods: Mapping[str, str]
    counterparts: Counterparts = field(init=False, default=Factory(lambda self: self._pair(), takes_self=True))
    takes: Fit = field(init=False, default=Factory(lambda self: self._fit(), takes_self=True))
    _readings: Readings = field(init=False, default=Factory(lambda self: self._read(), takes_self=True))

    def _pair(self) -> Counterparts:
        return Counterparts(self.old, self.new, self.compared.subjects, self.methods)

    def _fit(self) -> Fit:
        """Whether whatever callers passed for the first type fits the second."""
        return Fit(
            Names(self.old.parsed.params),
            Names(self.new.parsed.params),
            lambda left, right: self.counterparts.same("params", left, right),
        )

    def _read(self) -> Readings:
        return Readings(
            self.old.parsed.models,
            self.new.parsed.models,
            lambda left, right: self.counterparts.same("model", left, right),
        )

    def read(self, kind: Kind, old: Type, new: Type) -> Told | None:
        """What happened to something that callers read, or None."""
        found = self._readings.of(old, new)
        return Told(f"python-{kind}-{found.what}", found.place, found.verdict, found) if found else None
