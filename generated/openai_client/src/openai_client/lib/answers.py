"""What responses can say about themselves: the base classes of their models."""

from __future__ import annotations

from .._runtime import Model


class _WithOutputText(Model):
    __slots__ = ()

    @property
    def output_text(self) -> str:
        """All text of the answer: every ``output_text`` part of every message, joined; empty where there is none."""
        texts: list[str] = []
        for item in _listed(self, "output"):
            if getattr(item, "type", None) == "message":
                for part in _listed(item, "content"):
                    text = getattr(part, "text", None)
                    if getattr(part, "type", None) == "output_text" and isinstance(text, str):
                        texts.append(text)
        return "".join(texts)


class ResponseBase(_WithOutputText):
    """What ``Response`` derives from."""

    __slots__ = ()


class BetaResponseBase(_WithOutputText):
    """What ``BetaResponse`` derives from."""

    __slots__ = ()


def _listed(holder: object, name: str) -> list[object]:
    """A field that should hold a list; empty where it does not (answers are decoded without being checked)."""
    found = getattr(holder, name, None)
    return found if isinstance(found, list) else []
