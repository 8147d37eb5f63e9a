"""The resource config of a hosted generator (``stainless.yml``), read as what it asks a Python client to be."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from specloom.document.load import as_utf8, load_value
from specloom.migrate import keys
from specloom.migrate.client_settings import (
    class_name,
    plain,
    read_casings,
    read_environments,
    read_options,
    read_pages,
    read_query_arrays,
)
from specloom.migrate.notes import Notes
from specloom.migrate.resources import ResourceReader, spelt_words
from specloom.migrate.values import Fact, Remark, Wishes
from specloom.plan.naming import identifier
from specloom.plan.sdk import Sdk
from specloom.plan.yaml_nodes import Node, NodeChecks, read_nodes
from specloom.problems import Problem, SpecloomError

_KEYS = (
    "organization",
    "targets",
    "client_settings",
    "resources",
    "environments",
    "security",
    "security_schemes",
    "pagination",
    "settings",
    "query_settings",
    "custom_casings",
)
_OTHERS = (
    (
        "a generators.yml of Fern",
        ({"groups"}, {"default-group"}, {"auth-schemes"}),
        "x-fern-sdk-group-name and x-fern-sdk-method-name",
    ),
    (
        "a gen.yaml or workflow of Speakeasy",
        ({"configVersion"}, {"workflowVersion"}, {"speakeasyVersion"}),
        "x-speakeasy-group and x-speakeasy-name-override",
    ),
)
"""Configs that hold no names: what they are, keys that give them away, and where the names are instead."""


@frozen
class ReadConfig:
    """A config that was read.

    Attributes:
        wishes: What it asks for.
        remarks: What it says that has no counterpart.
    """

    wishes: Wishes
    remarks: tuple[Remark, ...]


def read_config(text: bytes, source: str) -> ReadConfig:
    """Read a resource config.

    Raises:
        SpecloomError: If it is no YAML, no resource config, or holds a method without an endpoint and the like: all
            such places, with line and column.
    """
    # Twice over: the loader of documents knows limits of size and depth, the nodes know their lines.
    load_value(text, source)
    root = read_nodes(as_utf8(text, source).decode(), source)
    notes = Notes(NodeChecks(source, columns=True))
    _check_kind(root, source)
    top = notes.table(root, _KEYS, keys.TOP)
    notes.checks.check()
    casings = top.get("custom_casings")
    spelt = read_casings(casings, notes)
    reader = ResourceReader(notes, spelt)
    reader.read(top["resources"])
    wishes = _wishes(top, reader, spelt, notes)
    notes.checks.check()
    return ReadConfig(wishes, tuple(sorted(notes.remarks)))


def _check_kind(root: Node, source: str) -> None:
    held = set(root.value) if isinstance(root.value, Mapping) else set()
    if "resources" in held:
        return
    for name, signs, extensions in _OTHERS:
        if any(sign <= held for sign in signs):
            message = (
                f"this looks like {name}, which holds no names: they stand in the document, under {extensions}. Where "
                "operations have these, an overlay.yaml gives them `x-specloom-call: pets.list` instead"
            )
            raise SpecloomError(Problem(message, source=source, line=root.line, column=root.column))
    message = "is no resource config: there is no `resources:` at its top, the tree of resources with their methods"
    raise SpecloomError(Problem(message, source=source, line=root.line, column=root.column))


def _wishes(top: Mapping[str, Node], reader: ResourceReader, spelt: tuple[str, ...], notes: Notes) -> Wishes:
    organization = notes.table(top["organization"], ("name",), keys.ORGANIZATION) if "organization" in top else {}
    name = notes.text(organization.get("name"))
    client = (
        notes.table(top["client_settings"], ("opts", "default_headers"), keys.CLIENT)
        if "client_settings" in top
        else {}
    )
    query = notes.table(top["query_settings"], ("array_format",), keys.QUERY) if "query_settings" in top else {}
    if "settings" in top:
        notes.table(top["settings"], (), keys.SETTINGS)
    said = spelt_words([*reader.names, name])
    return Wishes(
        line=top["resources"].line,
        methods=tuple(reader.methods),
        models=tuple(reader.models),
        options=tuple(read_options(client["opts"], notes)) if "opts" in client else (),
        client=class_name(name, spelt) if name else "",
        organization=identifier(name).upper() if name else "",
        acronyms=tuple(word for word in spelt if word.lower() in said and word not in Sdk().acronyms),
        query_arrays=read_query_arrays(query["array_format"], notes) if "array_format" in query else None,
        deprecated=tuple(reader.deprecated),
        headers=_headers(client.get("default_headers"), notes),
        pages=read_pages(top["pagination"], notes) if "pagination" in top else {},
        environments=read_environments(top["environments"], notes) if "environments" in top else {},
        security={key: _fact(top[key]) for key in ("security", "security_schemes") if key in top},
        python_package=_package(top.get("targets"), notes),
    )


def _headers(node: Node | None, notes: Notes) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, entry in notes.checks.mapping(node).items() if node is not None else ():
        if isinstance(entry.value, str):
            found[name] = entry.value
        else:
            notes.remark(entry, "a header is a text here")
    return found


def _package(node: Node | None, notes: Notes) -> Fact | None:
    found = None
    for name, entry in notes.checks.mapping(node).items() if node is not None else ():
        if name != "python":
            notes.remark(entry, "only Python is generated")
            continue
        rest = {
            **keys.all_for(keys.RELEASE, "production_repo", "publish"),
            **keys.all_for("a template changes it (docs/templates.md)", "project_name", "readme_title"),
            **keys.all_for("has no counterpart", "edition", "options", "keep_files", "screencast", "skip"),
        }
        package = notes.table(entry, ("package_name",), rest).get("package_name")
        found = _fact(package) if package is not None else None
    return found


def _fact(node: Node) -> Fact:
    return Fact(plain(node), node.path, node.line)
