"""What the engines found in a document, as frozen values: the schemas and the operations that the plan is made of.

They know neither OpenAPI keys nor Python text. One word for one thing: *schema* is a component of the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from attrs import frozen

from specloom.plan.types import Type

Location: TypeAlias = Literal["path", "query", "header", "cookie", "body"]


@frozen
class Field:
    """One property of an object schema, in the order of the document."""

    wire_name: str
    type: Type
    required: bool
    description: str = ""
    deprecated: bool = False


@frozen
class ObjectSchema:
    """A schema with properties.

    Attributes:
        schema: Component name in the prepared document.
        fields: Properties in document order.
        extra: Type of properties beyond the named ones, where the document gives one.
    """

    schema: str
    fields: tuple[Field, ...]
    extra: Type | None = None
    description: str = ""
    deprecated: bool = False


@frozen
class AliasSchema:
    """A schema that is a name for another type (union, list, constants, primitive).

    Attributes:
        tag: Wire name of the property that tells the members of a union apart, or empty.
        variants: Pairs of tag value and schema name, in document order; empty when ``tag`` is.
    """

    schema: str
    type: Type
    tag: str = ""
    variants: tuple[tuple[str, str], ...] = ()
    description: str = ""
    deprecated: bool = False


Declaration: TypeAlias = ObjectSchema | AliasSchema


@frozen
class EndpointParameter:
    """A path, query, header or cookie parameter of an operation."""

    wire_name: str
    location: Location
    type: Type
    required: bool
    description: str = ""
    deprecated: bool = False


@frozen
class EndpointBody:
    """One content type that a request body may have."""

    content_type: str
    type: Type
    required: bool


@frozen
class EndpointResponse:
    """One content type of one status. ``type`` is None where there is no content."""

    status: str
    content_type: str
    type: Type | None


@frozen
class Endpoint:
    """One operation as the document describes it."""

    operation_id: str
    verb: str
    path: str
    parameters: tuple[EndpointParameter, ...]
    bodies: tuple[EndpointBody, ...]
    responses: tuple[EndpointResponse, ...]


@frozen
class Parsed:
    """All that the engines read from a prepared document.

    Attributes:
        endpoints: By operationId, in document order.
        models: Declarations as answers see them, by schema name.
        params: Declarations as requests see them, by schema name.
    """

    endpoints: Mapping[str, Endpoint]
    models: Mapping[str, Declaration]
    params: Mapping[str, Declaration]
