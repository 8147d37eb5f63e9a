"""How a source at API Gateway is spelt, and what of it is written down."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, unquote

from attrs import frozen

from specloom.problems import Problem, SpecloomError

SPELLING: Final = "apigateway:NAME_OR_ID/STAGE?region=eu-west-1"

_SCHEME: Final = "apigateway:"
_EXTENSIONS: Final = ("integrations", "authorizers", "apigateway", "postman")
_DEFAULT_EXTENSIONS: Final = ("integrations", "authorizers", "apigateway")
_KEYS: Final = ("region", "profile", "as", "extensions", "format")
_VALUES: Final[dict[str, tuple[str, ...]]] = {"as": ("oas30", "swagger"), "format": ("json", "yaml")}


@frozen
class Address:
    """One export of one API.

    Attributes:
        api: Its id, or its name.
        stage: A stage; empty where none is said.
        region: An AWS region; empty for the one that the environment or the profile says.
        profile: A profile of this machine's AWS configuration; empty for the usual credentials.
        dialect: ``oas30`` or ``swagger``.
        extensions: Which of AWS' own keys the export carries; empty for none.
        format: ``json`` or ``yaml``.
    """

    api: str
    stage: str = ""
    region: str = ""
    profile: str = ""
    dialect: str = "oas30"
    extensions: tuple[str, ...] = _DEFAULT_EXTENSIONS
    format: str = "json"

    def recorded(self, stage: str, region: str) -> str:
        """The spelling as it may be committed: with what was found, and without the profile, which is personal."""
        values = {
            "region": region,
            "as": "" if self.dialect == "oas30" else self.dialect,
            "extensions": "" if self.extensions == _DEFAULT_EXTENSIONS else ",".join(self.extensions) or "none",
            "format": "" if self.format == "json" else self.format,
        }
        query = "&".join(f"{key}={quote(value, safe=',')}" for key, value in values.items() if value)
        below = f"/{quote(stage, safe='$')}" if stage else ""
        return f"{_SCHEME}{quote(self.api, safe='')}{below}?{query}"


def parse_address(source: str) -> Address:
    """The parts of a source.

    Raises:
        SpecloomError: If it is misspelt, with the spelling.
    """
    path, _, query = source[len(_SCHEME) :].partition("?")
    # Parts before percent signs: a name may hold a slash that is written %2F.
    parts = [unquote(part).strip() for part in path.split("/")]
    if not parts[0] or len(parts) > 2:
        message = f"this is not spelt {SPELLING}; a slash in a name is written %2F"
        raise SpecloomError(Problem(message, source=source))
    values = _values(query, source)
    return Address(
        api=parts[0],
        stage=parts[1] if len(parts) == 2 else "",
        region=values.get("region", ""),
        profile=values.get("profile", ""),
        dialect=values.get("as", "oas30"),
        extensions=_extensions(values, source),
        format=values.get("format", "json"),
    )


def _values(query: str, source: str) -> Mapping[str, str]:
    values: dict[str, str] = {}
    for item in query.split("&") if query else ():
        key, equals, value = item.partition("=")
        value = unquote(value).strip()
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise _refused(f"there is no {key!r}{hint}; there are {', '.join(_KEYS)}", source)
        if not equals or not value:
            raise _refused(f"{key} has no value; write {key}=... or leave it out", source)
        if key in values:
            raise _refused(f"{key} is given twice", source)
        if value not in _VALUES.get(key, (value,)):
            raise _refused(f"{key} is one of {', '.join(_VALUES[key])}, not {value!r}", source)
        values[key] = value
    return values


def _extensions(values: Mapping[str, str], source: str) -> tuple[str, ...]:
    text = values.get("extensions")
    if text is None:
        return _DEFAULT_EXTENSIONS
    if text == "none":
        return ()
    given = [name.strip() for name in text.split(",")]
    for name in given:
        if name not in _EXTENSIONS:
            raise _refused(f"there is no extension {name!r}; there are {', '.join(_EXTENSIONS)}, or none", source)
    return tuple(name for name in _EXTENSIONS if name in given)


def _refused(message: str, source: str) -> SpecloomError:
    return SpecloomError(Problem(message, source=source))
