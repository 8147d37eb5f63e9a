"""Whether a value is what a schema allows, and where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from specloom.document.pointers import join
from specloom.problems import SpecloomError

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

EXTRA = "this needs what `pip install 'specloom[mock]'` installs"


@frozen
class Finding:
    """Something that a schema does not allow.

    Attributes:
        pointer: JSON pointer into the value, as a URI fragment.
        message: What is wrong there.
    """

    pointer: str
    message: str


class Checker:
    """Checks values against schemas in normal form.

    Args:
        schemas: The components that schemas may refer to.

    Raises:
        SpecloomError: If the library that does it is not installed.
    """

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._root = _validator_class()({"components": {"schemas": schemas}})

    def findings(self, schema: Mapping[str, Any], value: object) -> list[Finding]:
        """All that is wrong with a value, in order of place."""
        validator = self._root.evolve(schema=schema)
        errors = sorted(validator.iter_errors(value), key=lambda error: [str(step) for step in error.absolute_path])
        return [Finding(_pointer(error), _message(error)) for error in map(_closest, errors)]

    def allows(self, schema: Mapping[str, Any], value: object) -> bool:
        """Whether there is nothing wrong with a value."""
        valid: bool = self._root.evolve(schema=schema).is_valid(value)
        return valid


def _validator_class() -> Any:
    try:
        from jsonschema import Draft202012Validator, validators
    except ImportError as error:
        raise SpecloomError(f"requests cannot be checked: {EXTRA}") from error
    plain_any_of = Draft202012Validator.VALIDATORS["anyOf"]

    def any_of(validator: Validator, members: Any, value: object, schema: Any) -> Iterator[ValidationError]:
        """As usual, but of a value that names its member by a tag only what that member lacks is told."""
        told = schema.get("discriminator", {})
        tag = value.get(told.get("propertyName")) if isinstance(value, dict) else None
        named = told.get("mapping", {}).get(tag) if isinstance(tag, str) else None
        errors = list(plain_any_of(validator, members, value, schema) or ())
        if named is None or not errors:
            yield from errors  # several members may share a tag, so it never rules one out
        else:
            # `descend` is how keywords apply a schema, though the protocol does not list it.
            yield from validator.descend(value, {"$ref": f"#/components/schemas/{named}"})  # type: ignore[attr-defined]

    def pattern(validator: Validator, wanted: Any, value: object, schema: Any) -> Iterator[ValidationError]:
        """As usual, but a pattern that Python cannot read, since it is in another dialect, is not held against it."""
        try:
            re.compile(wanted)
        except re.error:
            return
        yield from Draft202012Validator.VALIDATORS["pattern"](validator, wanted, value, schema) or ()

    keywords = {"anyOf": any_of, "pattern": pattern}
    return validators.extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]  # its stubs leave it so


def _closest(error: ValidationError) -> ValidationError:
    """Of what is wrong with each member of a union: that of the member that came closest."""
    from jsonschema.exceptions import best_match

    return best_match([error]) or error if error.context else error


def _pointer(error: ValidationError) -> str:
    return join("#", *error.absolute_path)


def _message(error: ValidationError) -> str:
    return error.message if len(error.message) < 300 else error.message[:300] + "..."
