"""Tokens of a prompt of messages and tools, as the service counts them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..input_errors import InputError
from .counting import text_tokens
from .encodings import encoding_for
from .image_sizes import data_url_bytes, image_size
from .images import DETAILS, ImageRule
from .models import MODELS, ModelTable, UnknownModelError
from .response_items import as_message
from .tool_text import namespace_text

if TYPE_CHECKING:
    import tiktoken

SYSTEM_ROLES = ("system", "developer")
_TEXT_PARTS = {"text": "text", "input_text": "text", "output_text": "text", "refusal": "refusal"}
"""The key that has the text of a part, by the type of the part."""

_ANSWER = 3
"""Tokens that begin the answer."""
_NAMESPACE, _NAMESPACE_AFTER_SYSTEM = 9, 5
_NAMED_CHOICE = 7


class TokenReport(NamedTuple):
    """The tokens of a prompt, and how they come about."""

    tokens: int
    """Of the whole prompt."""
    messages: tuple[int, ...]
    """Of each message."""
    tools: int
    """Of tools or functions, and of the choice among them."""
    notes: tuple[str, ...]
    """What is an estimate, and why; empty if the count follows rules that were checked against the service."""

    @property
    def exact(self) -> bool:
        """Whether nothing in it is an estimate."""
        return not self.notes


def count_message_tokens(
    messages: Iterable[Any],
    *,
    model: str,
    tools: Iterable[Any] | None = None,
    functions: Iterable[Any] | None = None,
    tool_choice: Any = None,
    image_sizes: Mapping[str, tuple[int, int]] | None = None,
    table: ModelTable = MODELS,
) -> int:
    """The tokens that messages, and the tools given with them, take of a prompt.

    Images are estimates, and so are tools whose schemas nest; they come out too high rather than too low.
    ``message_token_report`` takes the same arguments and says what is an estimate.

    Args:
        messages: As for ``chat.completions.create``, or items for ``responses.create``: mappings, or what the API
            answered.
        model: Name of a model, or of an encoding.
        tools: As for ``chat.completions.create`` or ``responses.create``.
        functions: As the older API takes them.
        tool_choice: As for ``chat.completions.create``.
        image_sizes: Width and height in pixels of images by their URL, which is never fetched. An image whose size is
            not known counts as the largest one.
        table: What is known about models.

    Raises:
        InputError: If a message has no role, an image cannot be read, or something cannot be counted without the
            service (audio, files); says which message and part.
        UnknownModelError: If there is no such model, or nothing is known about images of this one.
        RankFileError: If the rank file is not on this machine; says how to provide it.
    """
    return message_token_report(
        messages,
        model=model,
        tools=tools,
        functions=functions,
        tool_choice=tool_choice,
        image_sizes=image_sizes,
        table=table,
    ).tokens


def message_token_report(
    messages: Iterable[Any],
    *,
    model: str,
    tools: Iterable[Any] | None = None,
    functions: Iterable[Any] | None = None,
    tool_choice: Any = None,
    image_sizes: Mapping[str, tuple[int, int]] | None = None,
    table: ModelTable = MODELS,
) -> TokenReport:
    """The same count as ``count_message_tokens``, by message, with what in it is an estimate."""
    if isinstance(messages, (str, Mapping)):
        raise TypeError("Messages are a list of mappings with a role; one text or one mapping is given.")
    given = [as_message(mapping(message, f"messages[{at}]")) for at, message in enumerate(messages)]
    declared = [
        mapping(tool, f"{kind}[{at}]")
        for kind, some in (("tools", tools), ("functions", functions))
        for at, tool in enumerate(some or ())
    ]
    count = _Count(model, table, image_sizes or {})
    systems = (at for at, message in enumerate(given) if message.get("role") in SYSTEM_ROLES)
    padded = next(systems, None) if declared else None
    of_messages = tuple(
        count.message(message, f"messages[{at}]", line_end=at == padded) for at, message in enumerate(given)
    )
    of_tools = count.tools(declared, after_system=padded is not None) if declared else 0
    of_tools += count.choice(tool_choice)
    return TokenReport(sum(of_messages) + of_tools + _ANSWER, of_messages, of_tools, tuple(count.notes))


class _Count:
    """One count: what it goes by, and its notes."""

    def __init__(self, model: str, table: ModelTable, image_sizes: Mapping[str, tuple[int, int]]) -> None:
        self.notes: list[str] = []
        self._encoding: tiktoken.Encoding = encoding_for(model, table=table)
        self._model = model
        self._images: ImageRule | None = table.find(model).images if model in table else None
        self._image_sizes = image_sizes
        # The first model of chats wrapped messages in another way, in which a name took the place of the role.
        self._wrapping, self._name = (4, -1) if model.endswith("-0301") else (3, 1)

    def message(self, message: Mapping[str, Any], where: str, *, line_end: bool = False) -> int:
        role = message.get("role")
        if not isinstance(role, str):
            kind = f" and is of the type {message['type']!r}, which is not counted here" if "type" in message else ""
            raise InputError(f"{where} has no role{kind}: give one of system, developer, user, assistant, tool.")
        content, name = message.get("content"), message.get("name")
        tokens = self._wrapping + self._text(role, f"{where}.role")
        if isinstance(content, str):
            tokens += self._text(content + "\n" if line_end else content, f"{where}.content")
        else:
            tokens += self._content(content, f"{where}.content") + line_end
        if name is not None:
            tokens += self._text(name, f"{where}.name") + self._name
        if role == "function":
            tokens -= 2
        if (call := message.get("function_call")) is not None:
            tokens += self._call(call, f"{where}.function_call")
        for at, tool_call in enumerate(message.get("tool_calls") or ()):
            tokens += self._tool_call(mapping(tool_call, f"{where}.tool_calls[{at}]"), f"{where}.tool_calls[{at}]")
        if message.get("audio") is not None:
            raise _uncountable(f"{where}.audio")
        return tokens

    def tools(self, tools: list[Mapping[str, Any]], *, after_system: bool) -> int:
        functions, tokens = [], 0
        for at, tool in enumerate(tools):
            function = tool.get("function", tool)
            if tool.get("type", "function") == "function" and isinstance(function, Mapping):
                if not isinstance(function.get("name"), str):
                    raise InputError(f"Function {at} has no name.")
                functions.append(function)
            else:
                self.notes.append(f"tools[{at}]: of the type {tool.get('type')!r}; counted as its JSON")
                tokens += self._text(json.dumps(tool, ensure_ascii=False), f"tools[{at}]")
        if not functions:
            return tokens
        if any(_nests(function.get("parameters")) for function in functions):
            self.notes.append("tools: schemas that nest may be counted up to 3 tokens too high")
        wrapping = _NAMESPACE_AFTER_SYSTEM if after_system else _NAMESPACE
        return tokens + wrapping + self._text(namespace_text(functions), "tools")

    def choice(self, choice: Any) -> int:
        if choice == "none":
            return 1
        if choice is None or isinstance(choice, str):
            return 0
        named = mapping(choice, "tool_choice")
        name = mapping(named.get("function", named), "tool_choice.function").get("name")
        if name is None:
            self.notes.append("tool_choice: names no function; not counted")
            return 0
        return _NAMED_CHOICE + self._text(name, "tool_choice.name")

    def _text(self, text: Any, where: str) -> int:
        if not isinstance(text, str):
            raise InputError(f"{where} is a {type(text).__name__}; tokens are counted of text.")
        return text_tokens(text, self._encoding)

    def _call(self, call: Any, where: str) -> int:
        named = mapping(call, where)
        name, arguments = named.get("name"), named.get("arguments", "")
        return 3 + self._text(name, f"{where}.name") + self._text(arguments, f"{where}.arguments")

    def _tool_call(self, call: Mapping[str, Any], where: str) -> int:
        self._note("messages: tool calls are counted as calls of functions are")
        if "custom" in call:
            custom = mapping(call["custom"], f"{where}.custom")
            return self._call({"name": custom.get("name"), "arguments": custom.get("input", "")}, f"{where}.custom")
        return self._call(call.get("function"), f"{where}.function")

    def _content(self, content: Any, where: str) -> int:
        if content is None:
            return 0
        if not isinstance(content, Iterable) or isinstance(content, (str, bytes, Mapping)):
            raise InputError(f"{where} is a {type(content).__name__}; it may be text, a list of parts, or None.")
        return sum(self._part(mapping(part, f"{where}[{at}]"), f"{where}[{at}]") for at, part in enumerate(content))

    def _part(self, part: Mapping[str, Any], where: str) -> int:
        kind = part.get("type")
        if (key := _TEXT_PARTS.get(str(kind))) is not None:
            return self._text(part.get(key), f"{where}.{key}")
        if kind == "image_url":
            image = mapping(part.get("image_url"), f"{where}.image_url")
            return self._image(image.get("url"), image.get("detail"), where)
        if kind == "input_image":
            return self._image(part.get("image_url"), part.get("detail"), where)
        raise _uncountable(f"{where} (of the type {kind!r})")

    def _image(self, url: Any, detail: Any, where: str) -> int:
        detail = "auto" if detail is None else detail
        if detail not in DETAILS:
            raise InputError(f"{where}: detail is {detail!r}; it may be {', '.join(DETAILS)}.")
        if self._images is None:
            raise UnknownModelError(
                f"{where}: nothing is known about what an image costs {self._model!r}; "
                "add its rule with register_model(ModelInfo(..., images=TileRule(...)))."
            )
        size = self._size(url, where)
        if size is None and detail != "low":
            self.notes.append(f"{where}: the size of the image is not known; counted as the largest")
        else:
            self._note("messages: images are estimates")
        return self._images.tokens(size, detail)

    def _size(self, url: Any, where: str) -> tuple[int, int] | None:
        """The size of an image in pixels; None if its URL does not hold it."""
        if not isinstance(url, str):
            return None  # a file that was uploaded
        if url in self._image_sizes:
            width, height = self._image_sizes[url]
            if width < 1 or height < 1:
                raise InputError(f"{where}: the size given for the image is {width} x {height} pixels.")
            return width, height
        if url[:5].lower() != "data:":
            return None
        try:
            return image_size(data_url_bytes(url))
        except ValueError as error:
            raise InputError(f"{where}: the image cannot be read: {error}.") from error

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def mapping(value: Any, where: str) -> Mapping[str, Any]:
    """A mapping, or a model of the package as one."""
    if isinstance(value, Mapping):
        return value
    if callable(to_dict := getattr(value, "to_dict", None)) and isinstance(made := to_dict(), dict):
        return made
    raise InputError(f"{where} is a {type(value).__name__}; it must be a mapping, or an object that the API answered.")


def _nests(schema: Any) -> bool:
    """Whether a schema is of the kind whose count is known to come out too high at times."""
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    return any(
        isinstance(one, Mapping) and ("properties" in one or "items" in one or not one.get("description"))
        for one in (properties or {}).values()
    )


def _uncountable(what: str) -> InputError:
    return InputError(
        f"{what} cannot be counted without the service: leave it out, or ask client.responses.input_tokens.count(...)."
    )
