"""The text of a document to a plain JSON-like dict, whatever the text is written in."""

from __future__ import annotations

import codecs
from typing import Any, Final

from specloom.document.json_text import parse_json
from specloom.document.limits import MAX_BYTES
from specloom.document.positions import line_and_column
from specloom.document.yaml_text import parse_yaml
from specloom.problems import Problem, SpecloomError

_ENCODINGS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SUPPORTED: Final = ("2.0", "3.0.", "3.1.")


def load_text(text: bytes, source: str) -> dict[str, Any]:
    """The OpenAPI or Swagger document that a text holds, with text keys and nothing that JSON does not have.

    Args:
        text: JSON or YAML, UTF-8 unless a byte order mark says otherwise.
        source: File or URL, for messages and to tell YAML by its ending.

    Raises:
        SpecloomError: If the text is broken (with line and column) or is no OpenAPI document.
    """
    value = load_value(text, source)
    if not isinstance(value, dict):
        raise SpecloomError(
            Problem(f"this is no OpenAPI document: an object is expected, not {_kind(value)}", source=source)
        )
    return _checked_version(value, source)


def load_value(text: bytes, source: str) -> Any:
    """The value of a JSON or YAML text of any kind (an overlay, for one).

    Raises:
        SpecloomError: If the text is too long or broken (with line and column).
    """
    if len(text) > MAX_BYTES:
        message = f"the document has {len(text):,} bytes; up to {MAX_BYTES:,} are read"
        raise SpecloomError(Problem(message, source=source))
    text = as_utf8(text, source)
    start = text.lstrip()[:1]
    if start == b"<":
        message = "this looks like a web page or XML, not like JSON or YAML; give the address of the document itself"
        raise SpecloomError(Problem(message, source=source))
    if start in (b"{", b"["):
        try:
            return parse_json(text, source)
        except SpecloomError:
            if not source.endswith((".yaml", ".yml")):
                raise
    return parse_yaml(text, source)


def as_utf8(text: bytes, source: str) -> bytes:
    """The text in UTF-8 without a byte order mark, which may say that it is in another encoding.

    Raises:
        SpecloomError: If it is not written as it says.
    """
    for mark, encoding in _ENCODINGS:
        if text.startswith(mark):
            try:
                return text.decode(encoding).removeprefix("\ufeff").encode()
            except UnicodeDecodeError as error:
                raise SpecloomError(
                    Problem(f"the text is not valid {encoding}: {error.reason}", source=source)
                ) from error
    try:
        text.decode()
    except UnicodeDecodeError as error:
        line, column = line_and_column(text, error.start)
        message = f"the text is not valid UTF-8: {error.reason}"
        raise SpecloomError(Problem(message, "", source, line, column)) from error
    return text


def _checked_version(document: dict[str, Any], source: str) -> dict[str, Any]:
    key = next((key for key in ("openapi", "swagger") if key in document), None)
    if key is None:
        found = ", ".join(list(document)[:8]) or "nothing"
        message = f"this is no OpenAPI document: it has neither an openapi nor a swagger key; found {found}"
        raise SpecloomError(Problem(message, source=source))
    if "openapi" in document and "swagger" in document:
        message = "the document says both openapi and swagger; remove the one that it is not"
        raise SpecloomError(Problem(message, pointer="#/swagger", source=source))
    # YAML reads an unquoted `swagger: 2.0` as a number.
    version = str(document[key])
    if not f"{version}.".startswith(_SUPPORTED):
        message = f"{key} {version} is not supported; 2.0, 3.0.x and 3.1.x are"
        raise SpecloomError(Problem(message, pointer=f"#/{key}", source=source))
    return document if document[key] == version else {**document, key: version}


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    return "an array" if isinstance(value, list) else f"the text or number {str(value)[:40]!r}"
