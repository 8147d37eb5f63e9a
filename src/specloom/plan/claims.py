"""Which public name every type asks for: that of its schema, else that of the method whose answer or body it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from specloom.plan.called import CalledMethod, Origin
from specloom.plan.deeds import names_many
from specloom.plan.kept import Kept, method_model_types
from specloom.plan.methods import method_class
from specloom.plan.naming import class_identifier, pascal
from specloom.plan.parsed import Parsed
from specloom.plan.public_names import Direction, Key, NameBook, Package, params_class
from specloom.plan.reach import packages_of_use
from specloom.plan.sdk import Sdk
from specloom.plan.types import ListOf, Ref, Type, UnionOf, refs


def claim_names(
    methods: Sequence[CalledMethod],
    kept: Kept,
    parsed: Parsed,
    book: NameBook,
    origins: Mapping[str, Origin],
    owned: Collection[Key],
) -> None:
    """Enter a name for every type that is no part of another one. No name depends on the order of the document.

    Args:
        methods: In document order.
        parsed: Declarations, enums that stand inline already written in.
        kept: Which of them become types.
        book: Holds the names that sdk.yaml states.
        origins: Of the schemas that have their names from us.
        owned: Types that live in the module of another one.
    """
    # Where `pets` and `pet` want one name, it is that of the collection.
    ranked = sorted(methods, key=lambda called: (not names_many(called.call[-2]), called.call))
    for called in ranked:
        if called.method.params_name is not None:
            book.claim(called.params_key, called.package, called.method.params_name.name)
    # Answers that have schemas in common are defined where the document has the first of them.
    _claim_answers(methods if book.sdk.responses_by_method else ranked, kept, book, origins)
    called_by_operation = {called.method.operation_id: called for called in reversed(methods)}
    packages = _packages(methods, parsed, book.sdk)
    for key in _unnamed(kept, book, owned):
        direction, schema = key
        origin = origins.get(schema)
        called_or_none = called_by_operation.get(origin.parent) if origin else None
        model = book.names.get(("model", schema))
        if direction == "params" and model is not None:
            book.claim(key, model.package, f"{model.name.rstrip('_')}Param")
        elif origin is not None and called_or_none is not None:
            name = method_class(called_or_none.call, pascal(origin.role, book.sdk.acronyms), book.sdk)
            book.claim(key, called_or_none.package, name if direction == "model" else f"{name}Param")
        elif direction == "params":
            book.claim(key, packages[direction].get(schema, ()), params_class(schema, book.sdk))
        else:
            book.claim(key, packages[direction].get(schema, ()), class_identifier(schema, book.sdk.acronyms))


def _claim_answers(methods: Iterable[CalledMethod], kept: Kept, book: NameBook, origins: Mapping[str, Origin]) -> None:
    """Answers that the document does not name, and where sdk.yaml says so all, are named for their methods."""
    stated = set(book.names)
    models = frozenset(kept.models)
    operations = {called.method.operation_id for called in methods}
    for called in methods:
        for type_ in method_model_types(called.method):
            if called.method.stream is not None and type_ == called.method.stream.event:
                continue
            schema, suffix = _answered(type_)
            key: Key = ("model", schema)
            origin = origins.get(schema)
            is_ours = origin is not None and origin.parent in operations
            if schema in models and key not in stated and (is_ours or (book.sdk.responses_by_method and suffix)):
                book.claim(key, called.package, method_class(called.call, suffix or "Item", book.sdk))


def _answered(type_: Type) -> tuple[str, str]:
    """The only schema that the type of an answer mentions, with ``Response``, or without where it is that of items."""
    named = [part for part in (type_.members if isinstance(type_, UnionOf) else (type_,)) if isinstance(part, Ref)]
    if len(named) == 1:
        return named[0].schema, "Response"
    listed = type_.item if isinstance(type_, ListOf) else None
    return (listed.schema if isinstance(listed, Ref) else "", "")


def _unnamed(kept: Kept, book: NameBook, owned: Collection[Key]) -> Iterator[Key]:
    """What has no name yet; first those that are spelt as classes already, which others must not take from them."""
    sides: tuple[tuple[Direction, tuple[str, ...]], ...] = (("model", kept.models), ("params", kept.params))
    for direction, names in sides:
        for name in sorted(names, key=lambda name: (class_identifier(name) != name, name)):
            if (direction, name) not in book.names and (direction, name) not in owned:
                yield direction, name


def _packages(methods: Sequence[CalledMethod], parsed: Parsed, sdk: Sdk) -> dict[Direction, Mapping[str, Package]]:
    """Where the types of schemas live: at the top, unless sdk.yaml says that it goes by who uses them."""
    if not sdk.packages_by_use:
        return {"model": {}, "params": {}}
    answers = ((one.package, _mentioned(method_model_types(one.method))) for one in methods)
    arguments = ((one.package, _mentioned(p.type for p in one.method.parameters)) for one in methods)
    return {"model": packages_of_use(answers, parsed.models), "params": packages_of_use(arguments, parsed.params)}


def _mentioned(types: Iterable[Type]) -> Iterator[str]:
    for type_ in types:
        yield from refs(type_)
