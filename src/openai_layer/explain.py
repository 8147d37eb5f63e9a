"""What an error of the API means, and what to do about it."""

from __future__ import annotations

import re

from .._runtime.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
)

_SCOPES = re.compile(r"missing scopes?:\s*([\w.:-]+(?:\s*,\s*[\w.:-]+)*)", re.IGNORECASE)

# By the code that the API gives in the body; the classes of errors below are less exact.
_BY_CODE = {
    "insufficient_quota": "The project has no credit left, or its budget is used up: waiting does not help. Look at "
    "billing and at the project's limits.",
    "invalid_api_key": "The key is wrong or was revoked. Make a new one and set OPENAI_API_KEY, or pass api_key=.",
    "model_not_found": "There is no such model, or the project may not use it: see client.models.list().",
    "context_length_exceeded": "The messages and the wanted answer are longer than the model's window. Shorten the "
    "messages, ask for less, or take a model with a larger window.",
    "unsupported_country_region_territory": "The API is not offered where the request comes from.",
}
_BY_CLASS: tuple[tuple[type[Exception], str], ...] = (
    (
        AuthenticationError,
        "The key was not taken: check OPENAI_API_KEY (or api_key=), and whether it belongs to the "
        "organization and project that the client names.",
    ),
    (
        PermissionDeniedError,
        "The key is known, and may not do this: check the role of its owner, the project, and the "
        "permissions of the key.",
    ),
    (
        RateLimitError,
        "Too many requests or tokens at a time: the client waits and tries again max_retries times; raise "
        "that, send less at once, or use batches.",
    ),
    (NotFoundError, "There is no such thing: check the id, and whether it belongs to this project."),
    (BadRequestError, "The request is not as the API wants it; the message names the parameter."),
    (InternalServerError, "The fault is on the server's side: try again later."),
    (APITimeoutError, "No answer came in time: raise timeout=, or stream the answer."),
    (APIConnectionError, "The server could not be reached: check the network, a proxy, and base_url=."),
)


def missing_scopes(error: BaseException) -> tuple[str, ...]:
    """The permissions that a key lacks, as the API names them: ``api.model.read``; empty if it is not about that."""
    if not isinstance(error, APIStatusError) or error.status_code not in (401, 403):
        return ()
    found = _SCOPES.search(error.message)
    return tuple(part.strip().rstrip(".") for part in found[1].split(",")) if found else ()


def explain_error(error: BaseException) -> str:
    """What an error means and what to do, in one or two sentences; empty for one that is not of the API.

    A key without the permission that a call needs is explained with the names of the scopes that it lacks.
    """
    scopes = missing_scopes(error)
    if scopes:
        named = ", ".join(scopes)
        return (
            f"The API key lacks the permission {named}. Give it to the key (project settings, API keys, edit its "
            "permissions), or use a key that has all; its owner needs the role for it in the organization (Reader, "
            "Writer, Owner) and in the project (Member, Owner)."
        )
    text = _BY_CODE.get(str(getattr(error, "code", None)), "")
    text = text or next((said for cls, said in _BY_CLASS if isinstance(error, cls)), "")
    request_id = getattr(error, "request_id", None)
    return f"{text} Quote {request_id} when you ask for help." if text and request_id else text
