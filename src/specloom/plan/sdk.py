"""What a user says about an SDK beyond the document: the contents of sdk.yaml as frozen values.

Everything has a default, so that ``Sdk()`` is an SDK by rule alone. ``sdk_reader`` makes these values from a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Literal, TypeAlias

from attrs import field, frozen

from specloom.plan.types import Type
from specloom.plan.values import QueryArrays

Call = tuple[str, ...]
"""A call path: resources, then the method (``("chat", "completions", "create")``)."""


@frozen
class OptionRule:
    """An argument of the client, as sdk.yaml gives it.

    Attributes:
        scheme: Security scheme of the document that it answers for, or empty.
        header: Header that it is sent in, where it answers for no scheme.
        query: Query parameter that it is sent in, likewise.
        env: Environment variable, or empty.
    """

    name: str
    scheme: str = ""
    header: str = ""
    query: str = ""
    env: str = ""
    secret: bool = False
    required: bool = False


@frozen
class ClientRules:
    """The client classes. Empty texts and None mean: by rule."""

    name: str = ""
    base_url: str = ""
    base_url_env: str = ""
    platform_headers: str = ""
    query_arrays: QueryArrays | None = None
    options: tuple[OptionRule, ...] = ()


@frozen
class MethodRule:
    """One method for an operation.

    Attributes:
        call: Full call path, or empty: by rule.
        deprecated: Overrides the document where it is not None.
        response: ``json``, ``binary``, ``text`` or ``none`` instead of what the document says; empty: as it says.
        or_text: Whether the answer may also be plain text.
        arguments: Wire name to argument name; goes before what is said of all methods.
        order: ``py_name`` of parameters that come first among those neither positional nor in the path.
        optional: ``py_name`` of parameters that callers may leave out though the document asks for them.
        extra: Properties of the body that the document does not tell of, all optional, with the types of their values.
        line: Line in sdk.yaml.
    """

    call: Call = ()
    deprecated: bool | None = None
    response: str = ""
    or_text: bool = False
    arguments: Mapping[str, str] = field(factory=dict)
    order: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    extra: tuple[tuple[str, Type], ...] = ()
    line: int = 0


@frozen
class StreamRule:
    """How an operation streams where the document does not say so.

    Attributes:
        event: Schema of one event.
        envelope: Whether events are wrapped as ``{"event": name, "data": payload}``.
        line: Line in sdk.yaml.
    """

    event: str
    envelope: bool = False
    line: int = 0


PageKind: TypeAlias = Literal["token", "number", "offset", "url"]


@frozen
class PageRule:
    """How the lists of some methods go on; what is empty is found in the document.

    Attributes:
        kind: ``token`` (the answer names where the next page begins, a parameter takes it back), ``number`` (of the
            page), ``offset`` (of the first item), ``url`` (the answer has the URL of the next page).
        pattern: Of call paths.
        items: Path of the list in the answer, like all paths with dots between names.
        next: Path of the token or of the URL.
        argument: The query parameter that is set.
        first: Number of the first page, or offset of the first item.
        pages: Path of how many pages there are.
        total: Path of how many items there are.
        more: Path of whether there are more.
    """

    kind: PageKind
    pattern: str
    items: str = ""
    next: str = ""
    argument: str = ""
    first: int | None = None
    pages: str = ""
    total: str = ""
    more: str = ""
    line: int = field(default=0, eq=False)


@frozen
class PageRules:
    """Where the shape of an answer does not tell how a list goes on; patterns of call paths.

    Attributes:
        last_id: The next page begins after the ``last_id`` of the page, not after the id of its last item.
        link: The next page is named by the ``Link`` header, of which the document is silent.
        single: The answer is a page without a next one.
        none: The answer is no page, whatever it looks like.
        stated: How others go on; the first rule that fits a call counts.
    """

    last_id: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    stated: tuple[PageRule, ...] = ()

    def rule_of(self, call: Call) -> PageRule | None:
        """The stated rule of a call, if there is one."""
        return next((rule for rule in self.stated if matches(call, (rule.pattern,))), None)


@frozen
class StartRule:
    """A method that starts something and waits for it.

    Attributes:
        call: Its call path.
        starter: Call path of the method that it starts with.
        positional: ``py_name`` of the arguments that callers may pass without their names; None for as the starter.
        line: Line in sdk.yaml.
    """

    call: Call
    starter: Call
    positional: tuple[str, ...] | None = None
    line: int = 0


@frozen
class PollRule:
    """How a resource is waited for.

    Attributes:
        resource: Its call path, without a method.
        done: States after which there is nothing to wait for.
        look: Name of the method that tells the state.
        status: Field that holds it.
        percent: Field that says how far it is, or empty.
        interval_ms: Pause between two looks, or None: as usual.
        max_wait_seconds: How long to wait at most where the caller does not say; None for without end.
        positional: ``py_name`` of the arguments that callers may pass without their names; None for as ``look``.
        starts: Methods that start something and wait for it; None for ``create_and_poll`` if there is a ``create``.
        line: Line in sdk.yaml.
    """

    resource: Call
    done: tuple[str, ...]
    look: str = "retrieve"
    status: str = "status"
    percent: str = ""
    interval_ms: float | None = None
    max_wait_seconds: float | None = None
    positional: tuple[str, ...] | None = None
    starts: tuple[StartRule, ...] | None = None
    line: int = 0


@frozen
class PollingRules:
    """What takes a while, and what is common to all waiting: see ``PollPlan``."""

    interval_ms: float = 1000.0
    interval_header: str = ""
    interval_sent_as: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    resources: tuple[PollRule, ...] = ()


@frozen
class TypeRule:
    """A public name for a schema.

    Attributes:
        package: Package under ``types``.
        line: Line in sdk.yaml.
    """

    package: tuple[str, ...]
    name: str
    schema: str
    line: int = 0


@frozen
class Sdk:
    """All that sdk.yaml says.

    Attributes:
        acronyms: Words that class names spell as given here.
        paths: Path prefix to call path: where the resources of these paths begin. A prefix may end in a query
            (``/responses?beta=true``), or in ``/*`` to make the segment below it a method.
        methods: operationId to its methods, in order; operations not listed have one method by rule.
        parameters: Wire name to argument name.
        headers: Pattern of call paths to the headers that these methods always send.
        deprecated: Patterns of call paths.
        streams: operationId to how it streams.
        polling: What takes a while, and how it is waited for.
        packages: Resource to the package of the types that are named for its methods, where it is not that of the
            resource above.
        packages_by_use: Whether types without a public name live in the package of the resources that use them, or in
            what these have in common, and not at the top. An operation that is added may then move a type.
        responses_by_method: Whether answers without a public name are named for the method that gives them
            (``ContainerCreateResponse``) instead of for their schema.
        extensions: Resource to the module of a layer (``lib.chat``) whose classes of the same names stand in for the
            generated ones. A resource that no operation has may be added like this.
        exports: Further names of the root package to the modules of layers that define them.
        type_exports: The same for packages of types: path below ``types`` with the name at its end, to the module.
        bases: Schema to the module of a layer that defines the base class of its model (``PetBase`` for ``Pet``).
        attributes: Names that are reached through the root package only (``PACKAGE.NAME``), to their modules: a star
            import does not bring them, and variables among them may be assigned.
        removed: Names of former versions, to the modules whose objects tell what to use now; unknown to type checkers.
        extras: Optional dependencies of the package that a layer needs, by the name of the extra.
        scripts: Commands that the package installs: their names, each with the module and function behind it.
        models: Public names of schemas as answers see them; several for one schema are one class with aliases.
        params: The same for schemas as requests see them; by rule these are the names of models with ``Param``.
        source: File that this was read from, for messages.
    """

    client: ClientRules = ClientRules()
    acronyms: tuple[str, ...] = ("API", "ID", "JSON", "URL")
    paths: Mapping[str, Call] = field(factory=dict)
    methods: Mapping[str, tuple[MethodRule, ...]] = field(factory=dict)
    parameters: Mapping[str, str] = field(factory=dict)
    headers: Mapping[str, tuple[tuple[str, str], ...]] = field(factory=dict)
    deprecated: tuple[str, ...] = ()
    pages: PageRules = PageRules()
    streams: Mapping[str, StreamRule] = field(factory=dict)
    polling: PollingRules = PollingRules()
    packages: Mapping[str, tuple[str, ...]] = field(factory=dict)
    packages_by_use: bool = False
    responses_by_method: bool = False
    extensions: Mapping[Call, Call] = field(factory=dict)
    exports: Mapping[str, Call] = field(factory=dict)
    type_exports: Mapping[Call, Call] = field(factory=dict)
    bases: Mapping[str, Call] = field(factory=dict)
    attributes: Mapping[str, Call] = field(factory=dict)
    removed: Mapping[str, Call] = field(factory=dict)
    extras: Mapping[str, tuple[str, ...]] = field(factory=dict)
    scripts: Mapping[str, str] = field(factory=dict)
    models: tuple[TypeRule, ...] = ()
    params: tuple[TypeRule, ...] = ()
    source: str = ""


def matches(call: Call, patterns: tuple[str, ...]) -> bool:
    """Whether a call path fits one of the patterns (``beta.threads.*``; a star also crosses dots)."""
    return any(fnmatchcase(".".join(call), pattern) for pattern in patterns)


def package_of(call: Call, sdk: Sdk) -> tuple[str, ...]:
    """The package of the types that are named for a method: ``chat`` for ``chat.completions.create``."""
    return sdk.packages.get(".".join(call[:-1]), call[:-2])
