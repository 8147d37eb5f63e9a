"""What types are named for: methods at their call paths, and the places of schemas that have no name of their own."""

from __future__ import annotations

from attrs import frozen

from specloom.plan.public_names import Key, Package
from specloom.plan.sdk import Call
from specloom.plan.values import Method


@frozen
class Origin:
    """Where a schema stood that has its name from us: the component or operation around it, and its part there."""

    parent: str
    role: str


@frozen
class CalledMethod:
    """A method at its call path.

    Attributes:
        package: Where the types live that are named for it.
    """

    call: Call
    method: Method
    package: Package

    @property
    def params_key(self) -> Key:
        """The made-up schema of its keyword arguments."""
        return ("params", f"method:{'.'.join(self.call)}")
