"""What a method gives back: one answer, a page of a list, or a stream of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from specloom.plan.calls import PlacedMethod
from specloom.plan.deeds import names_many
from specloom.plan.naming import identifier
from specloom.plan.paging import ListAnswer, PagingError
from specloom.plan.parsed import Declaration, Endpoint, EndpointResponse, Parsed
from specloom.plan.schemas import is_flag, list_item, object_of, resolved
from specloom.plan.sdk import MethodRule, Sdk, matches
from specloom.plan.types import ANY, DictOf, Primitive, Ref, Type, union
from specloom.plan.values import PagePlan, Parameter, ResponsePlan, StreamPlan

_STREAM = "text/event-stream"
_ENVELOPE = {"object", "data", "has_more", "first_id", "last_id", "next"}
_REMARKS = {"url", "total_count"}  # stand beside the list and lead nowhere
_AFTER = "after"
_STARTING = "starting_after"
_TEXTS = (Primitive("str"), Primitive("bytes"), Primitive("file"))
_REDIRECTS = {"301", "302", "303", "307", "308"}
_LISTS = ("data", "items", "results")
_TEXTUAL = frozenset({"application/xml", "application/yaml", "application/x-yaml", "application/javascript"})


@frozen
class Answer:
    """The answers of one operation.

    Attributes:
        response: What a plain call gives.
        accept: Value of the Accept header where it is not JSON, or empty.
        event: Type of one event where the document describes a stream.
        only_streams: Whether there is nothing but a stream.
    """

    response: ResponsePlan
    accept: str = ""
    event: Type | None = None
    only_streams: bool = False


def read_answer(endpoint: Endpoint, rule: MethodRule) -> Answer:
    """What a successful call of an operation gives."""
    rows = [] if endpoint.verb.upper() == "HEAD" else _successful(endpoint.responses)
    if not rows and _leads_elsewhere(endpoint):
        return Answer(ResponsePlan("binary"), accept="*/*")
    event = next((row.type or ANY for row in rows if _media(row) == _STREAM), None)
    plain = [row for row in rows if row.content_type and _media(row) != _STREAM]
    if event is not None and not plain and not rule.response:
        return Answer(ResponsePlan("json", event), accept=_STREAM, event=event, only_streams=True)
    response, accept = _plain(plain, rule.response)
    if rule.or_text and response.type is not None:
        response = ResponsePlan("json", union((response.type, Primitive("str"))))
    return Answer(response, accept, event)


def _leads_elsewhere(endpoint: Endpoint) -> bool:
    """Whether an operation does nothing but redirect to what was asked for, an archive or the like."""
    statuses = {row.status for row in endpoint.responses}
    return endpoint.verb.upper() == "GET" and bool(statuses & _REDIRECTS) and not any(s[:1] == "2" for s in statuses)


def _successful(responses: Sequence[EndpointResponse]) -> list[EndpointResponse]:
    """The rows of the best status: the lowest of 2xx, else what stands for any status."""
    statuses = sorted({row.status for row in responses if row.status[:1] == "2"}) or ["default"]
    with_content = [status for status in statuses if any(r.status == status and r.content_type for r in responses)]
    best = (with_content or statuses)[0]
    return [row for row in responses if row.status == best]


def _plain(rows: Sequence[EndpointResponse], stated: str) -> tuple[ResponsePlan, str]:
    kinds = [_kind(row) for row in rows]
    kind = stated or _best(rows, kinds)
    media = next((_media(row) for row, found in zip(rows, kinds, strict=True) if found == kind), "")
    match kind:
        case "none":
            return ResponsePlan("none"), "*/*"
        case "binary":
            return ResponsePlan("binary"), media or "*/*"
        case "text":
            return ResponsePlan("text", Primitive("str")), media
    # What has a structure is data, whatever it is written in.
    data = ["json" if _has_structure(row) else found for row, found in zip(rows, kinds, strict=True)]
    types = [_type(row, found) for row, found in zip(rows, data, strict=True) if found in ("json", "text")]
    whole = union(tuple(types)) if types else ANY
    if not stated and "binary" in data:
        # Which it is, the content type of the answer says; the caller may ask for one of them with a header.
        return ResponsePlan("json", whole, or_binary=True), ", ".join(dict.fromkeys(_media(row) for row in rows))
    spelt = [row.content_type for row, found in zip(rows, kinds, strict=True) if found == "json"]
    is_usual = not spelt or any(_media_of(one) in ("application/json", "*/*") for one in spelt)
    return ResponsePlan("json", whole), "" if is_usual else spelt[0]


def _best(rows: Sequence[EndpointResponse], kinds: Sequence[str]) -> str:
    """The kind that is listed first; JSON, where that is a way to write what JSON says as well (XML, YAML)."""
    if not kinds:
        return "none"
    return "json" if "json" in kinds and _has_structure(rows[0]) else kinds[0]


def _has_structure(row: EndpointResponse) -> bool:
    return row.type not in (None, ANY, *_TEXTS)


def _type(row: EndpointResponse, kind: str) -> Type:
    return Primitive("str") if kind == "text" else row.type or ANY


def _kind(row: EndpointResponse) -> str:
    media = _media(row)
    if media == "*/*":
        if row.type == Primitive("str"):
            return "text"  # a JSON text would have been said to be one
        return "json" if row.type not in (None, Primitive("bytes"), Primitive("file")) else "binary"
    if media == "application/json" or media.endswith("+json") or media == "application/jsonl":
        return "json"
    is_text = media.startswith("text/") or media in _TEXTUAL or media.endswith(("+xml", "+yaml"))
    return "text" if is_text and row.type not in (Primitive("bytes"), Primitive("file")) else "binary"


def _media(row: EndpointResponse) -> str:
    return _media_of(row.content_type)


def _media_of(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def is_listing(answer: Answer, path: str, models: Mapping[str, Declaration]) -> bool | None:
    """Whether an answer is a list of things: bare, in an envelope, or under the name that ends the path; where that
    names many things, also the only list of objects under any name.

    None where the document does not tell what is answered.
    """
    type_ = answer.response.type
    if type_ is None or type_ == ANY:
        return None if answer.response.kind in ("json", "none") else False
    if list_item(type_, models) is not None:
        return True
    schema = object_of(type_, models)
    if schema is None:
        return None if resolved(type_, models) in (ANY, DictOf(ANY)) else False
    if not schema.fields:
        return None
    last = path.rstrip("/").rpartition("/")[2]
    lists = {field.wire_name: item for field in schema.fields if (item := list_item(field.type, models)) is not None}
    if {*_LISTS, identifier(last)} & set(map(identifier, lists)):
        return True
    of_objects = [item for item in lists.values() if object_of(item, models) is not None]
    return names_many(last) and len(of_objects) == 1


def page_of(
    answer: Answer, endpoint: Endpoint, placed: PlacedMethod, sdk: Sdk, models: Mapping[str, Declaration]
) -> PagePlan | None:
    """How an answer is read page by page, or None where it is no page.

    A page is an object with a list under ``data``. It goes on where the operation takes ``after``: with ``next`` of
    the page where it has that, else after an item. So it does where it takes ``starting_after`` and says ``has_more``.
    Without these it is a page only where nothing but the envelope is beside the list. A bare list is a page where the
    answer has a ``Link`` header. Any other answer is one where sdk.yaml says how it goes on, or its names can mean
    nothing else.
    """
    type_, call = answer.response.type, placed.call
    if type_ is None or matches(call, sdk.pages.none):
        return None
    asked = ListAnswer.of(type_, endpoint, models)
    rule = None if matches(call, sdk.pages.single) else sdk.pages.rule_of(call)
    if rule is not None:
        try:
            return asked.stated(rule)
        except PagingError:
            return None  # told for the rule where it fits no method at all
    known = _usual_page(type_, endpoint, placed, sdk, models)
    if known is None and endpoint.verb.upper() == "GET" and not matches(call, sdk.pages.single):
        return asked.by_rule()
    return known


def _usual_page(
    type_: Type, endpoint: Endpoint, placed: PlacedMethod, sdk: Sdk, models: Mapping[str, Declaration]
) -> PagePlan | None:
    """The page where the list is under ``data``, or its next one in a header."""
    call = placed.call
    if placed.operation.links or matches(call, sdk.pages.link):
        listed = list_item(type_, models)
        if listed is not None and not matches(call, sdk.pages.single):
            return PagePlan("link", listed)
    schema = object_of(type_, models)
    if schema is None:
        return None
    fields = {field.wire_name: field for field in schema.fields}
    item = list_item(fields["data"].type, models) if "data" in fields else None
    if item is None:
        return None
    taken = {parameter.wire_name for parameter in endpoint.parameters if parameter.location == "query"}
    goes_on = _AFTER in taken
    if _STARTING in taken and "has_more" in fields and set(fields) <= _ENVELOPE | _REMARKS:
        return PagePlan("cursor", item, _STARTING)
    if matches(call, sdk.pages.single) or (not goes_on and set(fields) <= {"object", "data"}):
        return PagePlan("plain", item)
    if not goes_on or not set(fields) <= _ENVELOPE:
        return None
    if "next" in fields:
        return PagePlan("next_cursor", item)
    if "last_id" in fields and matches(call, sdk.pages.last_id):
        return PagePlan("conversation_cursor", item)
    return PagePlan("cursor", item)


def stream_of(
    answer: Answer, endpoint: Endpoint, parameters: Sequence[Parameter], sdk: Sdk, parsed: Parsed
) -> StreamPlan | None:
    """How a method streams, or None.

    A document that describes a stream beside another answer needs a flag called ``stream`` to choose by.
    """
    rule = sdk.streams.get(endpoint.operation_id)
    event = Ref(rule.event) if rule else answer.event
    if event is None:
        return None
    if answer.only_streams:
        return StreamPlan(event, "", rule.envelope if rule else False)
    for parameter in parameters:
        if parameter.wire_name == "stream" and is_flag(parameter.type, parsed.params):
            return StreamPlan(event, parameter.py_name, rule.envelope if rule else False)
    return None
