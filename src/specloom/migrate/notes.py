"""Reading a config with an eye on what it says beyond sdk.yaml: nothing of it is dropped without a word."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from specloom.migrate.values import Remark
from specloom.plan.yaml_nodes import Node, NodeChecks, nearest

_LANGUAGE = "python"


@frozen
class Notes:
    """What is noted while a config is read.

    Attributes:
        checks: What is wrong in it.
        remarks: What is right and has no counterpart.
    """

    checks: NodeChecks
    remarks: list[Remark] = field(factory=list)

    def remark(self, node: Node, why: str) -> None:
        """Note that something has no counterpart."""
        self.remarks.append(Remark(node.line, node.path, why))

    def table(self, node: Node, known: tuple[str, ...], reasons: Mapping[str, str]) -> dict[str, Node]:
        """The entries of a mapping under known keys; all others are remarked on.

        Args:
            reasons: Keys without a counterpart, each with what becomes of it.
        """
        entries = self.checks.mapping(node)
        for name, entry in entries.items():
            if name in reasons:
                self.remark(entry, reasons[name])
            elif name not in known:
                hint = "" if name == "<<" else nearest(name, (*known, *reasons))
                self.remark(entry, f"left out: unknown key{hint}")
        return {name: entries[name] for name in known if name in entries}

    def flag(self, node: Node | None) -> bool:
        """A flag that need not be there."""
        return node is not None and self.checks.flag(node)

    def text(self, node: Node | None) -> str:
        """A text that need not be there."""
        return self.checks.text(node) if node is not None else ""

    def is_deprecated(self, node: Node | None) -> bool:
        """Whether ``deprecated:`` says so; it holds a text, a text by language, or a flag."""
        if node is None or isinstance(node.value, bool):
            return self.flag(node)
        if isinstance(node.value, Mapping) and not {_LANGUAGE, "default"} & set(node.value):
            return False
        self.remark(node, "that it is deprecated is kept, the text is not")
        return True

    def skipping(self, table: Mapping[str, Node]) -> None:
        """Remark on ``skip:`` and ``only:`` where they leave Python out."""
        skip, only = table.get("skip"), table.get("only")
        kept = "is generated all the same: no operation is left out, and this one keeps the name given here"
        if skip is not None:
            left_out = skip.value if isinstance(skip.value, bool) else _LANGUAGE in self.checks.texts(skip)
            if left_out:
                self.remark(skip, kept)
        if only is not None and _LANGUAGE not in self.checks.texts(only):
            self.remark(only, kept)
