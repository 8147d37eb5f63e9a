"""The frozen values that say what an SDK looks like, made of what the engines found (``plan.parsed``).

They know neither OpenAPI keys nor Python text. One word for one thing: *model* is a class decoded from answers,
*params* a TypedDict that callers pass in.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

from specloom.plan.client_values import ClientPlan, ServerPlan
from specloom.plan.parsed import Declaration, Location
from specloom.plan.types import Type

QueryArrays: TypeAlias = Literal["brackets", "repeat", "comma"]
NamedBy: TypeAlias = Literal["path", "sdk.yaml", "document"]


@frozen(order=True)
class TypeName:
    """Where a type lives under ``types``: package path, module in it, class name.

    ``TypeName(("chat",), "chat_completion", "ChatCompletion")`` is
    ``types/chat/chat_completion.py`` and also imports from ``types.chat``.
    """

    package: tuple[str, ...]
    module: str
    name: str


@frozen
class PlannedType:
    """A class or alias of the package.

    Attributes:
        place: Where it is defined.
        direction: Whether answers are decoded into it or requests are written with it.
        public: Whether its package exports it (all but the parts that live inside another type's module).
        aliases: Further public places that name the same class.
        base: Module of the package that defines the class it derives from, called as it is with ``Base`` at the end;
            empty for the usual base.
        twins: Other schemas that it stands for, since they say the same.
    """

    place: TypeName
    direction: Literal["model", "params"]
    declaration: Declaration
    public: bool = True
    aliases: tuple[TypeName, ...] = ()
    base: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()

    @property
    def schemas(self) -> tuple[str, ...]:
        """All schemas that it stands for, its own first."""
        return (self.declaration.schema, *self.twins)


@frozen
class Parameter:
    """One argument of a method.

    Attributes:
        wire_name: Its name in the request.
        py_name: Its name in Python.
        type: Refs in it point at params declarations.
        positional: Whether callers may pass it without its name.
    """

    wire_name: str
    py_name: str
    location: Location
    type: Type
    required: bool
    positional: bool = False
    summary: str = ""
    deprecated: bool = False


@frozen
class WireStyle:
    """How a parameter, or a field of a form (``body``), is written that is not written as usual.

    Attributes:
        style: In the words of ``specloom_runtime.styles``.
    """

    location: Location
    wire_name: str
    style: str


@frozen
class StreamPlan:
    """How a method streams.

    Attributes:
        event: Type of one event; Refs point at models.
        switch: ``py_name`` of the parameter that turns streaming on; empty when the method always streams.
        envelope: Whether an event is decoded as ``{"event": name, "data": payload}``.
    """

    event: Type
    switch: str
    envelope: bool = False


@frozen
class PagePlan:
    """How a list answer is read page by page: names of wire fields; an empty name means it has none.

    Attributes:
        kind: ``cursor`` (next page asks ``after`` the last item's id), ``conversation_cursor`` (``last_id`` of the
            page), ``next_cursor`` (``next`` of the page), ``link`` (the ``Link`` header of the page), ``plain`` (a
            single page), or as a ``PageRule`` says.
        item: Type of one item; Refs point at models.
        after: The query parameter that a ``cursor`` is asked with.
        items: Path of the list in the answer.
        how: What else the runtime needs for the kinds of a ``PageRule``, by its names there.
    """

    kind: Literal["plain", "cursor", "conversation_cursor", "next_cursor", "link", "token", "number", "offset", "url"]
    item: Type
    after: str = "after"
    items: str = "data"
    how: tuple[tuple[str, str], ...] = ()


@frozen
class BodyPlan:
    """How the body is sent.

    Attributes:
        kind: ``none``, ``json``, ``multipart``, ``form`` (urlencoded) or ``raw`` (bytes or text as they are).
        content_type: As the document spells it; empty for ``none``.
        whole: ``py_name`` of the one parameter that is the body itself (it is no object); empty otherwise.
        parts: Content types of the parts of a multipart body that the document states, by wire name.
    """

    kind: Literal["none", "json", "multipart", "form", "raw"]
    content_type: str = ""
    whole: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@frozen
class ResponsePlan:
    """What a successful answer is: ``type`` has Refs to models and is None for ``none`` and ``binary``.

    Attributes:
        or_binary: Whether it may be bytes instead, as its content type says.
    """

    kind: Literal["json", "binary", "text", "none"]
    type: Type | None = None
    or_binary: bool = False


@frozen
class Method:
    """One method of a resource: an operation, called.

    Attributes:
        parameters: In the order of the signature: positional ones first, then required, then optional.
        headers: Fixed headers of the method (``OpenAI-Beta``), pairs of name and value.
        query: Hard-coded query of the path (``?beta=true``), pairs of name and value.
        security: Names of the client options that authenticate it, in order of preference: ``a+b`` where both are
            needed, an empty text where none has to be given; empty for none.
        params_name: Where the TypedDict of all its keyword arguments lives, or None when it has none.
        query_arrays: How lists are written into the query: ``key[]=a``, ``key=a&key=b`` or ``key=a,b``. Wire names
            of parameters come without the brackets that this adds.
        styles: Parameters and fields of forms that are written in another way.
        servers: Where it is sent, unless that is where all others are.
    """

    name: str
    operation_id: str
    verb: str
    path: str
    parameters: tuple[Parameter, ...]
    body: BodyPlan
    response: ResponsePlan
    stream: StreamPlan | None = None
    page: PagePlan | None = None
    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    security: tuple[str, ...] = ()
    deprecated: bool = False
    summary: str = ""
    params_name: TypeName | None = None
    query_arrays: QueryArrays = "brackets"
    styles: tuple[WireStyle, ...] = ()
    servers: tuple[ServerPlan, ...] = ()


@frozen
class PollPlan:
    """A method ``poll`` of a resource: looks again and again until what it looks at is done.

    Attributes:
        call: Its call path.
        look: The method that it looks with; the arguments of this are also its own.
        done: States after which there is nothing to wait for.
        status: Field of the answer that holds the state.
        percent: Field that says how far it is, from 0 to 100, or empty.
        interval_ms: Pause between two looks where neither caller nor server say otherwise.
        interval_header: Header of an answer that says how many milliseconds to wait, or empty.
        interval_sent_as: Header that tells the server the pause that the caller chose, or empty.
        headers: Sent with every look, pairs of name and value.
        max_wait_seconds: How long to wait at most where the caller does not say; None for without end.
    """

    call: tuple[str, ...]
    look: Method
    done: tuple[str, ...]
    status: str = "status"
    percent: str = ""
    interval_ms: float = 1000.0
    interval_header: str = ""
    interval_sent_as: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    max_wait_seconds: float | None = None


@frozen
class StartPlan:
    """A method that starts something with another method and then waits for it (``create_and_poll``).

    Attributes:
        starter: The method that it starts with; the arguments of this, but for a switch to stream, are also its own.
        poll: Path from its resource to the ``poll`` that it waits with: ``("runs", "poll")``.
        from_caller: Arguments of that which the caller gives.
        from_answer: Arguments of that which the answer of the starter has, pairs of argument and field.
    """

    name: str
    starter: Method
    poll: tuple[str, ...]
    from_caller: tuple[str, ...]
    from_answer: tuple[tuple[str, str], ...]


@frozen
class Resource:
    """A node of the call path: ``client.chat.completions`` is ``("chat", "completions")``.

    Attributes:
        extension: Module of the package, as a path of names, whose classes of the same names stand in for the
            generated ones, usually by deriving from them; empty for none. A resource without operations may consist
            of its extension alone.
        poll: How it is waited for, where it can be.
        starts: Methods that start something and wait for it.
    """

    path: tuple[str, ...]
    class_name: str
    methods: tuple[Method, ...]
    children: tuple[Resource, ...] = ()
    summary: str = ""
    extension: tuple[str, ...] = ()
    poll: PollPlan | None = None
    starts: tuple[StartPlan, ...] = ()

    @property
    def generated(self) -> bool:
        """Whether there is a generated module for it, not only an extension."""
        return bool(self.methods or self.children or not self.extension)


@frozen
class CallName:
    """How an operation came to its call.

    Attributes:
        named_by: The rules of paths, sdk.yaml, or `x-specloom-call` in the document.
        wanted: The call that the rules would have given, had no other operation taken it; empty where they gave it.
    """

    operation_id: str
    call: tuple[str, ...]
    named_by: NamedBy
    wanted: tuple[str, ...] = ()


@frozen
class Plan:
    """A whole SDK.

    Attributes:
        api: Name of the target (``openai``).
        package: Import name (``openai_client``).
        title: The document's title, for the README.
        api_version: The document's ``info.version``.
        types: All classes and aliases, sorted by place.
        servers: Base URLs in document order, variables filled with their defaults.
        exports: Further names of the root package, each with the module of the package that defines it.
        type_exports: The same for packages of types: path below ``types`` with the name at its end, and module.
        attributes: The same for names that are reached through the root package only, and may be variables.
        removed: The same for names of former versions that type checkers are not to know.
        extras: Optional dependencies: names of extras, each with its requirements.
        scripts: Commands that the package installs: names, each with module and function (``lib.cli:main``).
        calls: Where the names of methods come from, in document order.
    """

    api: str
    package: str
    title: str
    api_version: str
    client: ClientPlan
    resources: tuple[Resource, ...]
    types: tuple[PlannedType, ...]
    servers: tuple[str, ...] = ()
    exports: tuple[tuple[str, tuple[str, ...]], ...] = ()
    type_exports: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    removed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    extras: tuple[tuple[str, tuple[str, ...]], ...] = ()
    scripts: tuple[tuple[str, str], ...] = ()
    calls: tuple[CallName, ...] = ()
