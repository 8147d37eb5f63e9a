"""The purposes of uploaded files that are often misspelt."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def purpose_problem(purpose: object) -> str:
    """What is wrong with a purpose that means fine-tuning and is spelt otherwise; empty where nothing is."""
    if not isinstance(purpose, str) or purpose == "fine-tune":
        return ""
    letters = "".join(filter(str.isalpha, purpose.lower()))
    return f"there is no purpose {purpose!r}: it is 'fine-tune'" if letters in ("finetune", "finetuning") else ""


def checking_purpose(create: Callable[P, T]) -> Callable[P, T]:
    """A method that takes a purpose, and refuses those misspellings before anything is sent."""

    @wraps(create)
    def checked(*args: P.args, **kwargs: P.kwargs) -> T:
        if problem := purpose_problem(kwargs.get("purpose")):
            raise ValueError(f"Nothing was uploaded: {problem}.")
        return create(*args, **kwargs)

    return checked
