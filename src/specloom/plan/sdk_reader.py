"""sdk.yaml: which keys it may have and what they become. All problems of a file are told at once, with their lines."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import evolve

from specloom.plan.method_reader import read_argument_names, read_call, read_methods
from specloom.plan.polling_reader import read_polling
from specloom.plan.sdk import Call, ClientRules, OptionRule, PageKind, PageRule, PageRules, Sdk, StreamRule, TypeRule
from specloom.plan.values import QueryArrays
from specloom.plan.yaml_nodes import Node, NodeChecks, read_nodes
from specloom.problems import Problem, SpecloomError

_KEYS = (
    "client",
    "acronyms",
    "paths",
    "methods",
    "parameters",
    "headers",
    "deprecated",
    "pages",
    "streams",
    "polling",
    "packages",
    "packages_by_use",
    "responses_by_method",
    "extensions",
    "exports",
    "bases",
    "attributes",
    "removed",
    "extras",
    "scripts",
    "types",
)
_FUNCTION = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", re.ASCII)
_EXTRA = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?: *[\[<>=!~;@(][^\"\\\x00-\x1f\x7f-\U0010ffff]*)?")
_TYPES = "types."
_PAGE_KEYS: Mapping[PageKind, tuple[str, ...]] = {
    "token": ("items", "next", "argument", "more"),
    "number": ("items", "argument", "first", "pages", "more"),
    "offset": ("items", "argument", "first", "total", "more"),
    "url": ("items", "next", "more"),
}


def load_sdk(path: Path, source: str = "") -> Sdk:
    """Read an sdk.yaml, called ``source`` in messages; a file that is not there says nothing.

    Raises:
        SpecloomError: If it cannot be read, is no YAML, or holds anything that is not understood.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Sdk()
    except (OSError, UnicodeDecodeError) as error:
        raise SpecloomError(Problem(f"cannot be read: {error}", source=source or str(path))) from error
    return read_sdk(text, source=source or str(path))


def read_sdk(text: str, source: str = "sdk.yaml") -> Sdk:
    """Read the text of an sdk.yaml.

    Raises:
        SpecloomError: If it is no YAML, or holds anything that is not understood: all such places together.
    """
    checks = NodeChecks(source)
    top = checks.table(read_nodes(text, source), _KEYS)
    empty = Node({}, 1, "")
    listed = Node((), 1, "")
    types = checks.table(top.get("types", empty), ("models", "params"))
    default = Sdk()
    sdk = Sdk(
        client=_client(top.get("client", empty), checks),
        acronyms=checks.texts(top["acronyms"]) if "acronyms" in top else default.acronyms,
        paths={path: read_call(node, checks) for path, node in checks.mapping(top.get("paths", empty)).items()},
        methods={name: read_methods(node, checks) for name, node in checks.mapping(top.get("methods", empty)).items()},
        parameters=read_argument_names(top.get("parameters", empty), checks),
        headers={
            pattern: tuple(_texts_by_name(node, checks).items())
            for pattern, node in checks.mapping(top.get("headers", empty)).items()
        },
        deprecated=checks.texts(top.get("deprecated", listed)),
        pages=_pages(top.get("pages", empty), checks),
        streams={name: _stream(node, checks) for name, node in checks.mapping(top.get("streams", empty)).items()},
        polling=read_polling(top.get("polling", empty), checks),
        packages={name: read_call(node, checks) for name, node in checks.mapping(top.get("packages", empty)).items()},
        packages_by_use=checks.flag(top["packages_by_use"]) if "packages_by_use" in top else False,
        responses_by_method=checks.flag(top["responses_by_method"]) if "responses_by_method" in top else False,
        extensions=_extensions(top.get("extensions", empty), checks),
        **_root_names(top, checks),
        type_exports=_type_exports(top, checks),
        bases={schema: read_call(node, checks) for schema, node in checks.mapping(top.get("bases", empty)).items()},
        extras=_extras(top.get("extras", empty), checks),
        scripts=_scripts(top.get("scripts", empty), checks),
        models=_types(types.get("models", empty), checks),
        params=_types(types.get("params", empty), checks),
        source=source,
    )
    checks.check()
    return sdk


def _client(node: Node, checks: NodeChecks) -> ClientRules:
    table = checks.table(node, ("name", "base_url", "base_url_env", "platform_headers", "query_arrays", "options"))
    options = checks.mapping(table["options"]) if "options" in table else {}
    return ClientRules(
        name=checks.text(table["name"]) if "name" in table else "",
        base_url=checks.text(table["base_url"]) if "base_url" in table else "",
        base_url_env=checks.text(table["base_url_env"]) if "base_url_env" in table else "",
        platform_headers=_header_stem(table["platform_headers"], checks) if "platform_headers" in table else "",
        query_arrays=_query_arrays(table["query_arrays"], checks) if "query_arrays" in table else None,
        options=tuple(_option(name, option, checks) for name, option in options.items()),
    )


def _header_stem(node: Node, checks: NodeChecks) -> str:
    text = checks.text(node)
    if text and not re.fullmatch(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", text):
        checks.problem(node, f"{text!r} is nothing that the name of a header can begin with (such as 'X-Pets')")
    return text


def _query_arrays(node: Node, checks: NodeChecks) -> QueryArrays | None:
    styles: dict[str, QueryArrays] = {"brackets": "brackets", "repeat": "repeat", "comma": "comma"}
    text = checks.text(node)
    if text and text not in styles:
        checks.problem(node, f"is to be one of {', '.join(styles)}")
    return styles.get(text)


def _option(name: str, node: Node, checks: NodeChecks) -> OptionRule:
    table = checks.table(node, ("scheme", "header", "query", "env", "secret", "required"))
    if not name.isidentifier():
        checks.problem(node, "is to be an identifier")
    ways = [way for way in ("scheme", "header", "query") if way in table]
    if len(ways) > 1:
        checks.problem(node, f"is sent in one way only, not by {' and '.join(ways)}")
    return OptionRule(
        name=name,
        scheme=checks.text(table["scheme"]) if "scheme" in table else "",
        header=checks.text(table["header"]) if "header" in table else "",
        query=checks.text(table["query"]) if "query" in table else "",
        env=checks.text(table["env"]) if "env" in table else "",
        secret=checks.flag(table["secret"]) if "secret" in table else "scheme" in table,
        required=checks.flag(table["required"]) if "required" in table else False,
    )


def _extensions(node: Node, checks: NodeChecks) -> dict[Call, Call]:
    found: dict[Call, Call] = {}
    for name, module in checks.mapping(node).items():
        if not all(part.isidentifier() for part in name.split(".")):
            checks.problem(module, f"{name!r} is no resource (identifiers with dots between)")
        found[tuple(name.split("."))] = read_call(module, checks)
    return found


def _root_names(top: Mapping[str, Node], checks: NodeChecks) -> dict[str, dict[str, Call]]:
    """The three lists of names that layers add to the root package, each name in one of them only."""
    found: dict[str, dict[str, Call]] = {"exports": {}, "attributes": {}, "removed": {}}
    seen: dict[str, str] = {}
    for key, name, node, module in _named_modules(top, checks):
        if not name.isidentifier() or keyword.iskeyword(name):
            checks.problem(node, f"{name!r} is no identifier")
        elif name in seen:
            checks.problem(node, f"{name!r} stands under {seen[name]} already")
        else:
            found[key][name] = module
            seen[name] = key
    return found


def _named_modules(top: Mapping[str, Node], checks: NodeChecks) -> Iterator[tuple[str, str, Node, Call]]:
    if "exports" in top:
        for name, node in checks.mapping(top["exports"]).items():
            if not name.startswith(_TYPES):
                yield "exports", name, node, read_call(node, checks)
    for key in ("attributes", "removed"):
        if key in top:
            for module, names in checks.mapping(top[key]).items():
                path = read_call(evolve(names, value=module), checks)
                for node in checks.items(names):
                    yield key, checks.text(node), node, path


def _type_exports(top: Mapping[str, Node], checks: NodeChecks) -> dict[Call, Call]:
    """The names that layers add to packages of types, by their paths below ``types``."""
    found: dict[Call, Call] = {}
    for name, node in checks.mapping(top["exports"]).items() if "exports" in top else ():
        path = tuple(name.removeprefix(_TYPES).split("."))
        if not name.startswith(_TYPES):
            continue
        if any(not part.isidentifier() or keyword.iskeyword(part) for part in path):
            checks.problem(node, f"{name!r} is no name of a type (identifiers with dots between)")
        found[path] = read_call(node, checks)
    return found


def _extras(node: Node, checks: NodeChecks) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, requirements in checks.mapping(node).items():
        if not _EXTRA.fullmatch(name):
            checks.problem(requirements, f"{name!r} is no name of an extra (letters and digits with dashes between)")
        found[name] = checks.texts(requirements)
        for item, text in zip(checks.items(requirements), found[name], strict=True):
            if text and not _REQUIREMENT.fullmatch(text):
                checks.problem(item, f"{text!r} is no requirement (such as 'websockets>=13')")
    return found


def _scripts(node: Node, checks: NodeChecks) -> dict[str, str]:
    found = {}
    for name, function in checks.mapping(node).items():
        if not _EXTRA.fullmatch(name):
            checks.problem(function, f"{name!r} is no name of a command (letters and digits with dashes between)")
        found[name] = checks.text(function)
        if found[name] and not _FUNCTION.fullmatch(found[name]):
            checks.problem(function, f"{found[name]!r} names no function (such as 'lib.cli:main')")
    return found


def _pages(node: Node, checks: NodeChecks) -> PageRules:
    listed = ("last_id", "link", "single", "none")
    table = checks.table(node, (*listed, *_PAGE_KEYS))
    stated = [
        _page(kind, pattern, rule, checks)
        for kind in _PAGE_KEYS
        if kind in table
        for pattern, rule in checks.mapping(table[kind]).items()
    ]
    return PageRules(**{key: checks.texts(table[key]) for key in listed if key in table}, stated=tuple(stated))


def _page(kind: PageKind, pattern: str, node: Node, checks: NodeChecks) -> PageRule:
    table = checks.table(node, _PAGE_KEYS[kind])
    first = table.get("first")
    if first is not None and not (isinstance(first.value, float) and first.value.is_integer() and first.value >= 0):
        checks.problem(first, "is to be a whole number, 0 or more")
        first = None
    texts = {key: checks.text(value) for key, value in table.items() if key != "first"}
    number = int(first.value) if first is not None and isinstance(first.value, float) else None
    return PageRule(kind, pattern, first=number, line=node.line, **texts)


def _stream(node: Node, checks: NodeChecks) -> StreamRule:
    if isinstance(node.value, str):
        return StreamRule(event=checks.text(node), line=node.line)
    table = checks.table(node, ("event", "envelope"))
    if "event" not in table:
        checks.problem(node, "needs an event: the schema of what arrives")
    return StreamRule(
        event=checks.text(table["event"]) if "event" in table else "",
        envelope=checks.flag(table["envelope"]) if "envelope" in table else False,
        line=node.line,
    )


def _texts_by_name(node: Node, checks: NodeChecks) -> dict[str, str]:
    return {name: checks.text(value) for name, value in checks.mapping(node).items()}


def _types(node: Node, checks: NodeChecks) -> tuple[TypeRule, ...]:
    rules: list[TypeRule] = []
    for dotted, names in checks.mapping(node).items():
        package = () if dotted == "types" else tuple(dotted.split("."))
        if not all(part.isidentifier() for part in package):
            checks.problem(names, "is no package (identifiers with dots between, or 'types' for the top)")
        for name, schema in checks.mapping(names).items():
            if not name.isidentifier():
                checks.problem(schema, "is no class name")
            rules.append(TypeRule(package, name, checks.text(schema), schema.line))
    return tuple(rules)
