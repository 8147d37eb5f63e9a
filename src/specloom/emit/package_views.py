"""What the templates of the package itself see: the root and the project file."""

from __future__ import annotations

from attrs import frozen

from specloom.emit.doc_views import ResourceDoc


@frozen
class RootView:
    """The root ``__init__``: what ``from PACKAGE import ...`` offers.

    Attributes:
        exports: Triples of name, module and original name, sorted by name.
        attributes: The same for names that are reached as ``PACKAGE.NAME`` only; variables may be among them.
        removed: The same for names of former versions, which type checkers do not get to see.
    """

    docstring: str
    version: str
    exports: tuple[tuple[str, str, str], ...]
    attributes: tuple[tuple[str, str, str], ...]
    removed: tuple[tuple[str, str, str], ...]


@frozen
class ProjectView:
    """The project file and the README.

    Attributes:
        key_option: Argument of the client that takes its key, and the environment variable for it; empty for none.
        credentials: Sentences about what it is let in with besides.
    """

    api: str
    package: str
    distribution: str
    version: str
    title: str
    summary: str
    class_name: str
    async_class_name: str
    key_option: str
    key_env: str
    credentials: tuple[str, ...]
    operations: int
    extras: tuple[tuple[str, tuple[str, ...]], ...]
    scripts: tuple[tuple[str, str], ...]
    resources: tuple[ResourceDoc, ...]
    samples: tuple[SampleView, ...]


@frozen
class SampleView:
    """A call that runs as pasted."""

    title: str
    code: str
