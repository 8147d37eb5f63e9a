"""sdk.yaml: which keys it may have and what they become. All problems of a file are told at once, with their lines."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import evolve

from specloom.plan.polling_reader import read_polling
from specloom.plan.sdk import Call, ClientRules, MethodRule, OptionRule, PageRules, Sdk, StreamRule, TypeRule
from specloom.plan.types import ANY, Primitive, Type
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
_KINDS = {"text": Primitive("str"), "number": Primitive("float"), "flag": Primitive("bool"), "any": ANY}
_FUNCTION = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", re.ASCII)
_EXTRA = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?: *[\[<>=!~;@(][^\"\\\x00-\x1f\x7f-\U0010ffff]*)?")
_TYPES = "types."
_RESPONSES = ("json", "binary", "text", "none")


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
        paths={path: _call(node, checks) for path, node in checks.mapping(top.get("paths", empty)).items()},
        methods={name: _methods(node, checks) for name, node in checks.mapping(top.get("methods", empty)).items()},
        parameters=_texts_by_name(top.get("parameters", empty), checks),
        headers={
            pattern: tuple(_texts_by_name(node, checks).items())
            for pattern, node in checks.mapping(top.get("headers", empty)).items()
        },
        deprecated=checks.texts(top.get("deprecated", listed)),
        pages=_pages(top.get("pages", empty), checks),
        streams={name: _stream(node, checks) for name, node in checks.mapping(top.get("streams", empty)).items()},
        polling=read_polling(top.get("polling", empty), checks),
        packages={name: _call(node, checks) for name, node in checks.mapping(top.get("packages", empty)).items()},
        responses_by_method=checks.flag(top["responses_by_method"]) if "responses_by_method" in top else False,
        extensions=_extensions(top.get("extensions", empty), checks),
        **_root_names(top, checks),
        type_exports=_type_exports(top, checks),
        bases={schema: _call(node, checks) for schema, node in checks.mapping(top.get("bases", empty)).items()},
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


def _methods(node: Node, checks: NodeChecks) -> tuple[MethodRule, ...]:
    if isinstance(node.value, tuple):
        return tuple(_method(item, checks) for item in node.value)
    return (_method(node, checks),)


def _method(node: Node, checks: NodeChecks) -> MethodRule:
    if isinstance(node.value, str):
        return MethodRule(call=_call(node, checks), line=node.line)
    table = checks.table(node, ("call", "deprecated", "response", "or_text", "order", "optional", "extra"))
    response = checks.text(table["response"]) if "response" in table else ""
    if response and response not in _RESPONSES:
        checks.problem(table["response"], f"is to be one of {', '.join(_RESPONSES)}")
    return MethodRule(
        call=_call(table["call"], checks) if "call" in table else (),
        deprecated=checks.flag(table["deprecated"]) if "deprecated" in table else None,
        response=response,
        or_text=checks.flag(table["or_text"]) if "or_text" in table else False,
        order=checks.texts(table["order"]) if "order" in table else (),
        optional=checks.texts(table["optional"]) if "optional" in table else (),
        extra=_extra(table["extra"], checks) if "extra" in table else (),
        line=node.line,
    )


def _extensions(node: Node, checks: NodeChecks) -> dict[Call, Call]:
    found: dict[Call, Call] = {}
    for name, module in checks.mapping(node).items():
        if not all(part.isidentifier() for part in name.split(".")):
            checks.problem(module, f"{name!r} is no resource (identifiers with dots between)")
        found[tuple(name.split("."))] = _call(module, checks)
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
                yield "exports", name, node, _call(node, checks)
    for key in ("attributes", "removed"):
        if key in top:
            for module, names in checks.mapping(top[key]).items():
                path = _call(evolve(names, value=module), checks)
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
        found[path] = _call(node, checks)
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


def _extra(node: Node, checks: NodeChecks) -> tuple[tuple[str, Type], ...]:
    extra: list[tuple[str, Type]] = []
    for name, kind in checks.mapping(node).items():
        word = checks.text(kind)
        if word and word not in _KINDS:
            checks.problem(kind, f"is to be one of {', '.join(_KINDS)}")
        extra.append((name, _KINDS.get(word, ANY)))
    return tuple(extra)


def _call(node: Node, checks: NodeChecks) -> Call:
    text = checks.text(node)
    parts = tuple(text.split(".")) if text else ()
    if any(not part.isidentifier() and part != "*" for part in parts):
        checks.problem(node, f"{text!r} is no call path (identifiers with dots between)")
        return ()
    return parts


def _pages(node: Node, checks: NodeChecks) -> PageRules:
    table = checks.table(node, ("last_id", "link", "single", "none"))
    return PageRules(**{key: checks.texts(value) for key, value in table.items()})


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
