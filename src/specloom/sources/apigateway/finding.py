"""Which API and which stage of it an address means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from specloom.sources.apigateway.errors import DeniedError
from specloom.sources.apigateway.gateway import Api, Gateway, Stage
from specloom.sources.apigateway.spelling import SPELLING

_ID: Final = re.compile(r"[a-z0-9]{10}")
_SHOWN: Final = 12


@frozen
class Found:
    """What is exported; no stage stands for the latest configuration of an HTTP API."""

    api: Api
    stage: Stage | None


def find(gateway: Gateway) -> Found:
    """The API and stage of the gateway's address.

    Raises:
        SpecloomError: If there is none, or more than one; what there is instead is listed.
    """
    address = gateway.address
    api, stages = _by_id(gateway, address.api) if _ID.fullmatch(address.api) else (None, [])
    if api is None:
        api = _by_name(gateway, address.api)
        stages = gateway.stages(api) or []
    if api.kind == "HTTP":
        _check_dialect(gateway, api)
        if not address.stage:
            return Found(api, None)
    return Found(api, _stage(gateway, api, stages))


def _by_id(gateway: Gateway, id_: str) -> tuple[Api | None, list[Stage]]:
    denied: DeniedError | None = None
    for api in (Api(id_, "REST"), Api(id_, "HTTP")):
        try:
            stages = gateway.stages(api)
        except DeniedError as error:
            # A policy may allow one kind only, and says no to the other before it says that there is none.
            denied = denied or error
            continue
        if stages is not None:
            return api, stages
    if denied is not None:
        raise denied
    return None, []


def _by_name(gateway: Gateway, name: str) -> Api:
    apis: list[Api] = []
    denied: DeniedError | None = None
    for kind in ("REST", "HTTP"):
        try:
            apis += gateway.apis("REST" if kind == "REST" else "HTTP")
        except DeniedError as error:
            denied = denied or error
    named = [api for api in apis if name in (api.name, api.id)]
    if len(named) > 1:
        listed = ", ".join(f"{api.id} ({api.kind}{f', made {api.made}' if api.made else ''})" for api in named)
        raise gateway.call.refusal(f"{len(named)} APIs are named {name!r}: {listed}; give the id instead of the name")
    if not named and denied is not None:
        raise denied
    if not named:
        raise gateway.call.refusal(_unknown(gateway, name, apis))
    if named[0].kind == "WEBSOCKET":
        raise gateway.call.refusal(f"{named[0]} cannot be exported; AWS exports REST and HTTP APIs")
    return named[0]


def _unknown(gateway: Gateway, name: str, apis: Sequence[Api]) -> str:
    there = f"in the region {gateway.call.region} with these AWS credentials"
    if not apis:
        return f"there is no API at all {there}; check region and profile"
    names = sorted({api.name or api.id for api in apis})
    near = difflib.get_close_matches(name, names, n=_SHOWN) or names
    more = f" and {len(near) - _SHOWN} more" if len(near) > _SHOWN else ""
    listed = f"{', '.join(near[:_SHOWN])}{more}"
    return f"there is no API {name!r} {there}; there are {listed}, each of which can stand there, or its id"


def _check_dialect(gateway: Gateway, api: Api) -> None:
    address = gateway.address
    if address.dialect == "swagger":
        raise gateway.call.refusal(f"AWS exports {api} as oas30 only; leave out as=swagger")
    if "postman" in address.extensions:
        raise gateway.call.refusal(f"AWS exports {api} without Postman extensions; leave postman out of extensions")


def _stage(gateway: Gateway, api: Api, stages: Sequence[Stage]) -> Stage:
    wanted = gateway.address.stage
    names = ", ".join(stage.name for stage in stages)
    latest = ", or leave the stage out for the latest configuration" if api.kind == "HTTP" else ""
    if not stages:
        raise gateway.call.refusal(f"{api} was never deployed and has no stage; deploy it and try again{latest}")
    if not wanted and len(stages) > 1:
        raise gateway.call.refusal(f"{api} has several stages: {names}; say which: {SPELLING}")
    stage = next((stage for stage in stages if wanted in ("", stage.name)), None)
    if stage is None:
        raise gateway.call.refusal(f"{api} has no stage {wanted!r}; its stages: {names}{latest}")
    if not stage.deployment:
        message = f"nothing was ever deployed to the stage {stage.name!r} of {api}; deploy and try again{latest}"
        raise gateway.call.refusal(message)
    return stage
