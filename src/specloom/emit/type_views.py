"""What the templates of the ``types`` package see: modules of classes and aliases, and packages."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Sequence, Set
from typing import Literal

from attrs import evolve, frozen

from specloom.emit.annotations import Speller, locator, shape
from specloom.emit.names import Direction, Imports, TypeIndex, module_path, relative
from specloom.emit.text import WIDTH, assignment, described, docstring, fit, literal
from specloom.plan.naming import field_names
from specloom.plan.parsed import AliasSchema, Field, ObjectSchema
from specloom.plan.types import DictOf, ListOf, Literals, Primitive, Ref, Type, UnionOf, refs
from specloom.plan.values import PlannedType
from specloom_runtime.exports import is_regular

SHADOWABLE = frozenset({"str", "int", "float", "bool", "bytes", "object", "list", "dict", "field"})
RUNTIME = "_runtime"


@frozen
class FieldView:
    """One field of a class.

    Attributes:
        declaration: ``born: date | None = None``, laid out.
        docstring: A docstring literal, or empty.
    """

    declaration: str
    docstring: str = ""


@frozen
class ClassView:
    """A model or a TypedDict.

    Attributes:
        kind: ``model``, ``typed_dict`` or ``typed_dict_call`` (names that are no identifiers need the call form).
        base: What a model derives from.
    """

    kind: Literal["model", "typed_dict", "typed_dict_call"]
    name: str
    docstring: str
    fields: tuple[FieldView, ...]
    base: str = ""


@frozen
class AliasView:
    """A name for another type.

    Attributes:
        kind: ``plain`` (the annotation also holds at run time) or ``lazy`` (it names classes of other modules).
        statement: ``X: TypeAlias = ...`` laid out at the indent its kind needs.
        runtime: ``X = alias(...)`` for the lazy kind, else empty.
        docstring: A docstring literal, or empty.
    """

    kind: Literal["plain", "lazy"]
    name: str
    statement: str
    runtime: str = ""
    docstring: str = ""


@frozen
class TypesModuleView:
    """One module of the ``types`` package."""

    path: tuple[str, ...]
    imports: tuple[str, ...]
    typing_imports: tuple[str, ...]
    aliases: tuple[AliasView, ...]
    classes: tuple[ClassView, ...]


@frozen
class ExportView:
    """One public name of a package.

    Attributes:
        name: What users import.
        module: Where it is defined, relative to the package.
        origin: Its name there.
        local: What the import binds: the name itself, or a private one from which the name is then assigned (type
            checkers take ``import X as Y`` for private unless both are the same).
        renamed: Whether that assignment is needed.
        regular: Whether the runtime finds the module by the name alone.
    """

    name: str
    module: str
    origin: str
    local: str
    renamed: bool
    regular: bool


@frozen
class TypesPackageView:
    """The ``__init__`` of a package of types.

    Attributes:
        exports: Sorted by name.
        stated: Those of them that the runtime would not find by the name alone.
        packages: Names of the packages directly below.
        root: How the package spells the runtime in imports.
    """

    path: tuple[str, ...]
    exports: tuple[ExportView, ...]
    stated: tuple[ExportView, ...]
    packages: tuple[str, ...]
    runtime: str


def types_module(members: Sequence[PlannedType], index: TypeIndex) -> TypesModuleView:
    """The view of one module from the planned types that live in it (one direction each, in plan order)."""
    path = module_path(members[0].place)
    imports = Imports(package=path[:-1], module=path)
    imports.reserve(member.place.name for member in members)
    imports.reserve(["TYPE_CHECKING", "Model", "field", "model", "alias", "TypeAlias", "TypedDict", "Required"])
    runtime = "." * (len(path)) + RUNTIME
    base = Speller(index, imports, "model", runtime)
    siblings = {member.place.name for member in members if isinstance(member.declaration, AliasSchema)}
    aliases: list[AliasView] = []
    classes: list[ClassView] = []
    for member in members:
        speller = evolve(base, direction=member.direction)
        if isinstance(member.declaration, AliasSchema):
            aliases.append(_alias(member, member.declaration, speller, siblings))
        elif member.direction == "model":
            classes.append(_model(member, member.declaration, speller))
        else:
            classes.append(_typed_dict(member, member.declaration, speller))
    if any(view.kind != "model" for view in classes):
        imports.use("typing", "TypedDict")
        if any("Required[" in field.declaration for view in classes for field in view.fields):
            imports.use_quietly(runtime, "Required")
    classes = _with_bases(classes, members, imports, runtime)
    if aliases:
        imports.use("typing", "TypeAlias")
    typing_only = imports.typed_lines()
    if typing_only or any(view.kind == "lazy" for view in aliases):
        imports.use("typing", "TYPE_CHECKING")
    return TypesModuleView(path, imports.plain_lines(), typing_only, tuple(aliases), tuple(classes))


def _with_bases(
    classes: list[ClassView], members: Sequence[PlannedType], imports: Imports, runtime: str
) -> list[ClassView]:
    """The models of a module, each told what it derives from; notes the imports."""
    if all(view.kind != "model" for view in classes):
        return classes
    imports.use(runtime, "model")
    modules = {member.place.name: member.base for member in members if member.base}
    usual = "BaseModel" if any(view.name == "Model" for view in classes) else "Model"
    found = []
    for view in classes:
        base = f"{view.name}Base" if view.name in modules else usual
        if view.name in modules:
            imports.use(relative(modules[view.name], imports.package), base)
        elif view.kind == "model":
            imports.use(runtime, "Model" if base == "Model" else f"Model as {base}")
        found.append(evolve(view, base=base))
    return found


def _model(member: PlannedType, schema: ObjectSchema, speller: Speller) -> ClassView:
    imports = speller.imports
    names = field_names(field.wire_name for field in schema.fields)
    speller = evolve(speller, shadowed=SHADOWABLE.intersection(names.values()))
    locate = locator(imports.package, imports.module)
    fields = tuple(
        _model_field(names[field.wire_name], field, speller, shape(field.type, speller.index, locate))
        for field in schema.fields
    )
    return ClassView(
        "model", member.place.name, docstring(described(schema.description, schema.deprecated), 4), fields
    )


def _model_field(name: str, field: Field, speller: Speller, shape_: str) -> FieldView:
    annotation = speller.annotation(field.type)
    arguments = [literal(shape_)] if shape_ else []
    if name != field.wire_name:
        arguments.append(f"wire={literal(field.wire_name)}")
    if not field.required:
        if not allows_none(field.type):
            annotation += " | None"
        arguments.append("default=None")
    value = ""
    if arguments == ["default=None"]:
        value = "None"
    elif arguments:
        value = f"{_field_function(speller)}({', '.join(arguments)})"
    return FieldView(
        assignment(name, annotation, value, indent=4), docstring(described(field.description, field.deprecated), 4)
    )


def _field_function(speller: Speller) -> str:
    """``field``, or another name for it where the class has a member of that name, which would stand in its way."""
    clash = "field" in speller.shadowed
    speller.imports.use(speller.runtime, "field as field_" if clash else "field")
    return "field_" if clash else "field"


def allows_none(type_: Type) -> bool:
    """Whether null is one of the values of a type, as far as the type itself says."""
    none = Primitive("none")
    return type_ == none or (isinstance(type_, UnionOf) and none in type_.members)


def _typed_dict(member: PlannedType, schema: ObjectSchema, speller: Speller) -> ClassView:
    names = [field.wire_name for field in schema.fields]
    text = docstring(described(schema.description, schema.deprecated), 4)
    if all(name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("__") for name in names):
        speller = evolve(speller, shadowed=SHADOWABLE.intersection(names))
        fields = tuple(_typed_dict_field(field, speller) for field in schema.fields)
        return ClassView("typed_dict", member.place.name, text, fields)
    fields = tuple(_typed_dict_entry(field, speller) for field in schema.fields)
    return ClassView("typed_dict_call", member.place.name, text, fields)


def _typed_dict_field(field: Field, speller: Speller) -> FieldView:
    annotation = speller.annotation(field.type)
    if field.required:
        annotation = f"Required[{annotation}]"
    return FieldView(
        fit(f"{field.wire_name}: ", annotation, indent=4), docstring(described(field.description, field.deprecated), 4)
    )


def _typed_dict_entry(field: Field, speller: Speller) -> FieldView:
    annotation = speller.annotation(field.type)
    if field.required:
        annotation = f"Required[{annotation}]"
    return FieldView(f"{literal(field.wire_name)}: {literal(annotation)},")


def _alias(member: PlannedType, schema: AliasSchema, speller: Speller, siblings: Set[str]) -> AliasView:
    name = member.place.name
    annotation = speller.annotation(schema.type)
    text = docstring(described(schema.description, schema.deprecated))
    if _holds_at_run_time(schema.type, member.direction):
        return AliasView("plain", name, fit(f"{name}: TypeAlias = ", annotation), docstring=text)
    statement = f"{name}: TypeAlias = {_quoted_if_early(annotation, siblings)}"
    if len(statement) + 4 > WIDTH and isinstance(schema.type, UnionOf):
        # Broken into lines it needs brackets; ``|`` has none.
        members = [_quoted_if_early(speller.annotation(member), siblings) for member in schema.type.members]
        union = speller.imports.use("typing", "Union")
        statement = fit(f"{name}: TypeAlias = ", f"{union}[{', '.join(dict.fromkeys(members))}]", indent=4)
    alias = speller.imports.use(speller.runtime, "alias")
    tagged = bool(schema.tag) and member.direction == "model"
    arguments = ["__name__"]
    if not (tagged and _variants_are_all(schema, speller.index)):
        arguments.append(literal(_runtime_shape(schema.type, speller)))
    if tagged:
        arguments += [f"tag={literal(schema.tag)}", f"variants={{{_variants(schema, speller)}}}"]
    runtime = fit(f"{name} = ", f"{alias}({', '.join(arguments)})", indent=4)
    return AliasView("lazy", name, statement, runtime, text)


def _quoted_if_early(annotation: str, siblings: Set[str]) -> str:
    """Aliases stand after the classes of their module; one that mentions another, or itself, must not be too early."""
    early = siblings & set(re.findall(r"\w+", annotation))
    return literal(annotation) if early else annotation


def _runtime_shape(type_: Type, speller: Speller) -> str:
    """The classes behind an alias; for params every member is named, since nothing is decoded by it."""
    imports = speller.imports
    place = locator(imports.package, imports.module)
    if speller.direction == "model":
        return shape(type_, speller.index, place)
    return "|".join(dict.fromkeys(place(speller.index.find("params", name).place) for name in refs(type_)))


def _variants_are_all(schema: AliasSchema, index: TypeIndex) -> bool:
    """Whether the tagged variants name every member that is decoded, so that nothing else need be said."""
    members = schema.type.members if isinstance(schema.type, UnionOf) else (schema.type,)
    decoded = [member for member in members if index.decodes(member)]
    named = {name for _, variant in schema.variants for name in _classes(variant, index)}
    return all(isinstance(member, Ref) and named.issuperset(_classes(member.schema, index)) for member in decoded)


def _classes(schema: str, index: TypeIndex) -> set[str]:
    """A schema that is an object, or the objects that a union of objects leads to."""
    declaration = index.find("model", schema).declaration
    if isinstance(declaration, AliasSchema) and declaration.tag:
        return {name for _, variant in declaration.variants for name in _classes(variant, index)}
    return {schema}


def _variants(schema: AliasSchema, speller: Speller) -> str:
    locate = locator(speller.imports.package, speller.imports.module)
    return ", ".join(
        f"{literal(value)}: {literal(locate(speller.index.find('model', name).place))}"
        for value, name in schema.variants
    )


def _holds_at_run_time(type_: Type, direction: Direction) -> bool:
    """Whether an annotation mentions builtins and ``Literal`` only; params spell lists and maps by imported names."""
    match type_:
        case Primitive(name):
            return name != "file"
        case Literals():
            return True
        case UnionOf(members):
            return all(_holds_at_run_time(member, direction) for member in members)
        case ListOf(inner) | DictOf(inner):
            return direction == "model" and _holds_at_run_time(inner, direction)
    return False


def types_packages(
    types: Sequence[PlannedType], added: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = ()
) -> tuple[TypesPackageView, ...]:
    """Every package of types with what it exports, the root ``types`` first.

    Args:
        types: What the plan says.
        added: Further names: path below ``types`` with the name at its end, and the module that defines it.
    """
    exports: dict[tuple[str, ...], list[ExportView]] = {(): []}
    for planned in types:
        for place in (planned.place, *planned.aliases) if planned.public else planned.aliases:
            _open(exports, place.package)
            where = relative(module_path(planned.place), ("types", *place.package))
            exports[place.package].append(_export(where, planned.place.name, place.name))
        _open(exports, planned.place.package)
    for (*package, name), module in added:
        _open(exports, tuple(package))
        where = relative(module, ("types", *package))
        exports[tuple(package)].append(_export(where, name, name))
    return tuple(
        TypesPackageView(
            path=("types", *package),
            exports=tuple(sorted(names, key=lambda export: export.name)),
            stated=tuple(sorted(_stated(names), key=lambda export: export.name)),
            packages=tuple(sorted({path[len(package)] for path in exports if _below(path, package)})),
            runtime="." * (len(package) + 2) + RUNTIME,
        )
        for package, names in sorted(exports.items())
    )


def _stated(names: Sequence[ExportView]) -> Iterator[ExportView]:
    """The names that the runtime must be told; it takes a module that it is told of for one that offers no other."""
    told = {one.module for one in names if not is_regular(one.module[1:], one.origin)}
    return (one for one in names if not one.regular or one.module in told)


def _open(exports: dict[tuple[str, ...], list[ExportView]], package: tuple[str, ...]) -> None:
    for depth in range(len(package) + 1):
        exports.setdefault(package[:depth], [])


def _below(path: tuple[str, ...], package: tuple[str, ...]) -> bool:
    return len(path) > len(package) and path[: len(package)] == package


def _export(module: str, origin: str, name: str) -> ExportView:
    renamed = name != origin
    regular = not renamed and module[:1] == "." and is_regular(module[1:], name)
    return ExportView(name, module, origin, f"_{name}" if renamed else name, renamed, regular)
