"""What people wrote into a document that was inferred, carried over into the one that is made anew.

Names, descriptions and everything that says nothing of what is allowed stays, where the place is still there. What
samples say of a place is theirs: types, required fields, enums, formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from specloom.document.grammar import VERBS
from specloom.infer.document import INFERRED
from specloom.infer.reading import REMARKS
from specloom.infer.schemas import ONCE, SEEN

_TOP: Final = ("info", "servers", "tags", "externalDocs", "security")
_OF_SAMPLES: Final = frozenset((INFERRED, ONCE, SEEN))
_OF_OPERATION: Final = frozenset(("parameters", "requestBody", "responses", "security"))


def carried(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The new document, with what people wrote into the old one."""
    paths = {path: _item(old.get("paths", {}).get(path, {}), item) for path, item in new["paths"].items()}
    made = {
        **new,
        "paths": _ordered(paths, old.get("paths", {})),
        "components": _components(old.get("components", {}), new["components"]),
    }
    made.update({key: old[key] for key in old if key in _TOP or (key.startswith("x-") and key != INFERRED)})
    # In the order of the old document, so that a difference shows what is new and nothing else.
    return _ordered(made, {key: None for key in old if key in made})


def _components(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    schemas = {
        name: _schema(old.get("schemas", {}).get(name, {}), made) for name, made in new.get("schemas", {}).items()
    }
    stated = old.get("securitySchemes", {})
    schemes = {
        **stated,
        **{name: {**one, **stated.get(name, {})} for name, one in new.get("securitySchemes", {}).items()},
    }
    others = {key: part for key, part in old.items() if key not in ("schemas", "securitySchemes")}
    found = {"schemas": _ordered(schemas, old.get("schemas", {})), "securitySchemes": schemes, **others}
    return {key: part for key, part in found.items() if part}


def _item(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    verbs = {verb: _operation(old[verb], made) if verb in old else made for verb, made in new.items()}
    # Parameters that operations share are written at each of them.
    return {**{key: part for key, part in old.items() if key not in (*VERBS, "parameters")}, **verbs}


def _operation(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    made = {**{key: part for key, part in old.items() if key not in _OF_OPERATION}, **new}
    stated = {(one.get("in"), one.get("name")): one for one in old.get("parameters", ())}
    known = {(one["in"], one["name"]): one for one in new.get("parameters", ())}
    parameters = [_with_schema(stated.get(key, {}), one) for key, one in known.items()]
    parameters += [one for key, one in stated.items() if key not in known and key[0] in ("header", "cookie")]
    if parameters:
        made["parameters"] = parameters
    if "requestBody" in new:
        made["requestBody"] = _body(old.get("requestBody", {}), new["requestBody"])
    answers = old.get("responses", {})
    made["responses"] = {
        **{status: _body(answers.get(status, {}), one) for status, one in new["responses"].items()},
        **{status: one for status, one in answers.items() if status not in new["responses"]},
    }
    return made


def _with_schema(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    made = {**{key: part for key, part in old.items() if key not in ("schema", "required", INFERRED)}, **new}
    if "schema" in new and "schema" in old:
        made["schema"] = _schema(old["schema"], new["schema"])
    return made


def _body(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    content = {
        media: _with_schema(old.get("content", {}).get(media, {}), one)
        for media, one in new.get("content", {}).items()
    }
    made = {**{key: part for key, part in old.items() if key not in ("content", "required")}, **new}
    # A description stands in both; the one in the old document may be somebody's.
    made.update({"description": old["description"]} if "description" in old else {})
    return {**made, **({"content": content} if content else {})}


def _schema(old: Any, new: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(new)
    if not isinstance(old, Mapping) or ("$ref" in old) != ("$ref" in new):
        return made
    for key in ("items", "additionalProperties"):
        if isinstance(new.get(key), Mapping) and isinstance(old.get(key), Mapping):
            made[key] = _schema(old[key], new[key])
    if "properties" in new and "properties" in old:
        before = old["properties"]
        fields = {key: _schema(before.get(key, {}), part) for key, part in new["properties"].items()}
        made["properties"] = _ordered(fields, before)
    return {**_kept(old), **made}


def _kept(old: Mapping[str, Any]) -> dict[str, Any]:
    mine = {key: part for key, part in old.items() if key in REMARKS or key.startswith("x-")}
    return {key: part for key, part in mine.items() if key not in _OF_SAMPLES}


def _ordered(made: dict[str, Any], order: Mapping[str, Any]) -> dict[str, Any]:
    return {**{key: made[key] for key in order if key in made}, **made}
