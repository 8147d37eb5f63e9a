"""A document as API Gateway exports it."""

from __future__ import annotations

from specloom.document.load import load_text
from specloom.problems import Problem, SpecloomError
from specloom.sources.apigateway.finding import Found, find
from specloom.sources.apigateway.gateway import open_gateway
from specloom.sources.apigateway.spelling import parse_address
from specloom.sources.fetched import Fetched, Progress


def fetch(source: str, progress: Progress) -> Fetched:
    """Export an API of API Gateway.

    Raises:
        SpecloomError: If the source is misspelt, AWS refuses, or what came is no whole document with a path in it.
    """
    address = parse_address(source)
    with open_gateway(address, source) as gateway:
        found = find(gateway)
        stage = found.stage.name if found.stage else ""
        text = gateway.export(found.api, stage, progress)
        region = gateway.call.region
    _check(text, found, source)
    return Fetched(text, address.recorded(stage, region), _revision(found), restamped=True)


def _revision(found: Found) -> str:
    state = f"deployment {found.stage.deployment}" if found.stage else "latest configuration"
    return f"API {found.api.id}, {state}"


def _check(text: bytes, found: Found, source: str) -> None:
    try:
        document = load_text(text, source)
    except SpecloomError as error:
        first = error.problems[0]
        place = f"line {first.line}, column {first.column}: " if first.line is not None else ""
        message = f"the export of {found.api} is cut short or damaged ({place}{first.message}); try again"
        raise SpecloomError(Problem(message, source=source)) from error
    if not document.get("paths"):
        what = f"the stage {found.stage.name!r} of {found.api}" if found.stage else str(found.api)
        deploy = ", deploy it" if found.stage else ""
        message = f"{what} has no path that could be called; give the API a method{deploy} and try again"
        raise SpecloomError(Problem(message, source=source))
