"""Text as openapi-python-client wants it, in both of its lines.

0.29 wraps every text of a document in ``UntrustedString``; 0.28, the last that runs on Python 3.10, takes plain text.
"""

from __future__ import annotations

from typing import Any

try:
    from openapi_python_client.schema.ref import Ref
    from openapi_python_client.schema.untrusted_string import UntrustedString
except ModuleNotFoundError:
    _wrap: Any = str
    _wrap_ref: Any = str
else:
    _wrap, _wrap_ref = UntrustedString, Ref


def wrapped(text: str) -> Any:
    """A text of the document for the engine."""
    return _wrap(text)


def wrapped_ref(ref: str) -> Any:
    """A ``$ref`` for the engine."""
    return _wrap_ref(ref)


def plain(text: Any) -> str:
    """What the engine calls a text, as text."""
    return text if isinstance(text, str) else str(text.get_untrusted_value())
