"""The purposes of uploaded files that are often misspelt."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def purpose_problem(purpose: object) -> str:
    """What is wrong with a purpose that means fine-tuning and is spelt otherwise; empty where nothing is."""
    if not isinstance(purpose, str) or purpose == "fine-tune":
        return ""
    letters = "".join(filter(str.isalpha, purpose.lower()))
    return f"there is no purpose {purpose!r}: it is 'fine-tune'" if letters in ("finetune", "finetuning") else ""


def checking_purpose(create: F) -> F:
    """A method that takes a purpose, and refuses those misspellings before anything is sent."""

    def check(purpose: object) -> None:
        if problem := purpose_problem(purpose):
            raise ValueError(f"Nothing was uploaded: {problem}.")

    @wraps(create)
    def checked(*args: Any, **kwargs: Any) -> Any:
        check(kwargs.get("purpose"))
        return create(*args, **kwargs)

    @wraps(create)
    async def checked_async(*args: Any, **kwargs: Any) -> Any:
        check(kwargs.get("purpose"))
        return await create(*args, **kwargs)

    return cast(F, checked_async if iscoroutinefunction(create) else checked)
