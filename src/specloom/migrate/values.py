"""What a resource config says, as far as sdk.yaml has words for it, and what it has none for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from specloom.plan.sdk import Call, OptionRule
from specloom.plan.values import QueryArrays


@frozen(order=True)
class Remark:
    """Something that the config says and sdk.yaml does not, or not quite.

    Attributes:
        line: Line in the config, counted from 1.
        what: Key path (``resources.pets.methods.list``).
        why: What becomes of it, or what to do.
    """

    line: int
    what: str
    why: str


@frozen
class MethodWish:
    """A method that the config asks for.

    Attributes:
        call: Call path as Python has it.
        key: Verb and path (``GET /pets``).
        what: Key path in the config, and ``line`` its line.
        body: Name of the argument for a body that is no object, or empty.
        paginated: Whether its answer is read page by page, or the name of the scheme; None where that is left open.
        positional: Names on the wire of the positional arguments, or None: by rule.
    """

    call: Call
    key: str
    what: str
    line: int
    deprecated: bool = False
    body: str = ""
    paginated: bool | str | None = None
    positional: tuple[str, ...] | None = None


@frozen
class ModelWish:
    """A public name for a schema of the document."""

    package: Call
    name: str
    schema: str
    what: str
    line: int


@frozen
class OptionWish:
    """An argument of the client."""

    rule: OptionRule
    what: str
    line: int


@frozen
class PageScheme:
    """How lists are read page by page: as far as this can be said in sdk.yaml.

    Attributes:
        kind: ``single`` for pages without a next one, ``link`` where a header leads on, or empty.
    """

    kind: str
    what: str
    line: int


@frozen
class Fact:
    """A value that is compared with what the document, or specloom.toml, says."""

    value: Any
    what: str
    line: int


@frozen
class Wishes:
    """All that a config asks for.

    Attributes:
        line: Where the resources begin.
        client: Class name of the client, or empty.
        organization: What names of environment variables begin with there, or empty.
        deprecated: Patterns of call paths.
        headers: Sent with every call.
        environments: Base URLs by name; the first is the default.
        security: ``security`` and ``security_schemes``, which belong into the document.
        python_package: Import name, or None.
    """

    line: int = 1
    methods: tuple[MethodWish, ...] = ()
    models: tuple[ModelWish, ...] = ()
    options: tuple[OptionWish, ...] = ()
    client: str = ""
    organization: str = ""
    acronyms: tuple[str, ...] = ()
    query_arrays: QueryArrays | None = None
    deprecated: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(factory=dict)
    pages: Mapping[str, PageScheme] = field(factory=dict)
    environments: Mapping[str, Fact] = field(factory=dict)
    security: Mapping[str, Fact] = field(factory=dict)
    python_package: Fact | None = None
