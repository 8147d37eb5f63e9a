"""The text of an sdk.yaml, with the place in the config that each line of it comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from specloom.migrate.values import MethodWish, ModelWish, OptionWish
from specloom.plan.sdk import PageRules, Sdk
from specloom.plan.values import QueryArrays

_PLAIN = re.compile(r"[A-Za-z](?:[\w./=-]*\w)?", re.ASCII)
_KEY = re.compile(r"[A-Z]+ /(?:[\w/{}.=&~+-]*[\w/}])?", re.ASCII)
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


@frozen
class Origin:
    """Where a line comes from: a key path in the config and its line."""

    what: str
    line: int


@frozen
class Asked:
    """What is to stand in an sdk.yaml.

    Attributes:
        methods: By verb and path.
    """

    client: Mapping[str, str] = field(factory=dict)
    query_arrays: QueryArrays | None = None
    options: tuple[OptionWish, ...] = ()
    acronyms: tuple[str, ...] = ()
    methods: Mapping[str, tuple[MethodWish, ...]] = field(factory=dict)
    headers: Mapping[str, str] = field(factory=dict)
    deprecated: tuple[str, ...] = ()
    pages: PageRules = field(factory=PageRules)
    models: tuple[ModelWish, ...] = ()


@frozen
class Written:
    """A text and the origins of its lines, by line counted from 1."""

    text: str
    origins: Mapping[int, Origin]


def write_sdk(asked: Asked, head: Iterable[str]) -> Written:
    """The text that says what is asked.

    Args:
        head: Lines of comment above it.
    """
    lines: list[str] = []
    origins: dict[int, Origin] = {}
    for line, origin in [*((f"# {text}", None) for text in head), *_lines(asked)]:
        lines.append(line)
        if origin is not None:
            origins[len(lines)] = origin
    return Written("\n".join(lines) + "\n", origins)


def _lines(asked: Asked) -> Iterator[tuple[str, Origin | None]]:
    yield from _client(asked)
    if asked.acronyms:
        yield f"acronyms: [{', '.join(map(_text, (*Sdk().acronyms, *asked.acronyms)))}]", None
    if asked.methods:
        yield "methods:", None
    for key, wishes in asked.methods.items():
        spelt = key if _KEY.fullmatch(key) else json.dumps(key)
        if len(wishes) == 1:
            yield f"  {spelt}: {_method(wishes[0])}", _origin(wishes[0])
        else:
            yield f"  {spelt}:", _origin(wishes[0])
            yield from ((f"  - {_method(wish)}", _origin(wish)) for wish in wishes)
    if asked.headers:
        spelt = ", ".join(f"{_text(name)}: {_text(value)}" for name, value in asked.headers.items())
        yield f'headers: {{"*": {{{spelt}}}}}', None
    if asked.deprecated:
        yield f"deprecated: {_list(asked.deprecated)}", None
    pages = {"single": asked.pages.single, "link": asked.pages.link, "none": asked.pages.none}
    if any(pages.values()):
        yield "pages:", None
        yield from ((f"  {name}: {_list(calls)}", None) for name, calls in pages.items() if calls)
    yield from _models(asked.models)


def _client(asked: Asked) -> Iterator[tuple[str, Origin | None]]:
    if asked.client or asked.options or asked.query_arrays:
        yield "client:", None
    for name, value in asked.client.items():
        yield f"  {name}: {_text(value)}", None
    if asked.query_arrays:
        yield f"  query_arrays: {asked.query_arrays}", None
    if asked.options:
        yield "  options:", None
    for option in asked.options:
        rule = option.rule
        said = {"scheme": rule.scheme, "header": rule.header, "query": rule.query, "env": rule.env}
        parts = [f"{key}: {_text(value)}" for key, value in said.items() if value]
        parts += ["secret: true"] if rule.secret and not rule.scheme else []
        parts += ["required: true"] if rule.required else []
        yield f"    {rule.name}: {{{', '.join(parts)}}}", Origin(option.what, option.line)


def _models(models: Iterable[ModelWish]) -> Iterator[tuple[str, Origin | None]]:
    packages: dict[str, list[ModelWish]] = {}
    for model in models:
        packages.setdefault(".".join(model.package) or "types", []).append(model)
    if packages:
        yield "types:", None
        yield "  models:", None
    for package, named in packages.items():
        yield f"    {package}:", None
        yield from ((f"      {one.name}: {_text(one.schema)}", Origin(one.what, one.line)) for one in named)


def _method(wish: MethodWish) -> str:
    call = ".".join(wish.call)
    parts = [f"call: {call}"] if call else []
    parts += ["deprecated: true"] if wish.deprecated else []
    parts += [f"arguments: {{body: {wish.body}}}"] if wish.body else []
    return f"{{{', '.join(parts)}}}" if parts != [f"call: {call}"] else call


def _origin(wish: MethodWish) -> Origin:
    return Origin(wish.what, wish.line)


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    """A text in YAML; JSON is YAML, and tells every text."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if is_plain else json.dumps(text)
