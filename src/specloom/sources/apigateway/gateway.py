"""The calls to AWS that a pull and a look at the lag need, in the account and region of one address."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import evolve, field, frozen

from specloom import __version__
from specloom.document.limits import MAX_BYTES
from specloom.problems import Problem, SpecloomError
from specloom.sources.apigateway.errors import Call, code_of, explained
from specloom.sources.apigateway.spelling import Address
from specloom.sources.fetched import Progress

if TYPE_CHECKING:
    from types_boto3_apigateway import APIGatewayClient
    from types_boto3_apigatewayv2 import ApiGatewayV2Client

_CONNECT_SECONDS: Final = 10
_READ_SECONDS: Final = 60
_CHUNK: Final = 1 << 16
_PAGE: Final = 500  # the most that AWS gives at once
_ACCEPTS: Final = {"json": "application/json", "yaml": "application/yaml"}


@frozen
class Api:
    """One API.

    Attributes:
        id: What AWS calls it.
        kind: REST, HTTP or WEBSOCKET; the last is never exported.
        name: What people call it; empty where only the id was asked for.
        made: Day on which it was made, where AWS tells.
    """

    id: str
    kind: Literal["REST", "HTTP", "WEBSOCKET"]
    name: str = ""
    made: str = ""

    @property
    def resource(self) -> str:
        """Its path, as policies name it."""
        return f"/{'restapis' if self.kind == 'REST' else 'apis'}/{self.id}"

    def __str__(self) -> str:
        return f"the {self.kind} API {f'{self.name!r} ({self.id})' if self.name else self.id}"


@frozen
class Stage:
    """One stage, and the id of the deployment that it serves; empty when nothing was ever deployed to it."""

    name: str
    deployment: str


@frozen
class Gateway:
    """Both services of API Gateway: the one of REST APIs, and the one of HTTP APIs."""

    address: Address
    call: Call
    rest: APIGatewayClient = field(repr=False)
    http: ApiGatewayV2Client = field(repr=False)

    def apis(self, kind: Literal["REST", "HTTP"]) -> list[Api]:
        """All REST APIs, or all others."""
        with explained(self.call.named("list the APIs", "/restapis" if kind == "REST" else "/apis")):
            if kind == "REST":
                pages = self.rest.get_paginator("get_rest_apis").paginate(PaginationConfig={"PageSize": _PAGE})
                return [
                    Api(item["id"], "REST", item.get("name", ""), _day(item.get("createdDate")))
                    for page in pages
                    for item in page.get("items", ())
                ]
            return [
                Api(
                    item["ApiId"],
                    "WEBSOCKET" if item.get("ProtocolType") == "WEBSOCKET" else "HTTP",
                    item["Name"],
                    _day(item.get("CreatedDate")),
                )
                for page in self.http.get_paginator("get_apis").paginate()
                for item in page.get("Items", ())
            ]

    def stages(self, api: Api) -> list[Stage] | None:
        """The stages of an API; None where there is no such API."""
        try:
            with explained(self.call.named(f"list the stages of {api.id}", f"{api.resource}/stages")):
                if api.kind == "REST":
                    rest = self.rest.get_stages(restApiId=api.id).get("item", ())
                    return [Stage(item["stageName"], item.get("deploymentId", "")) for item in rest]
                http = self.http.get_paginator("get_stages").paginate(ApiId=api.id)
                return [
                    Stage(item["StageName"], item.get("DeploymentId", "")) for page in http for item in page["Items"]
                ]
        except SpecloomError as error:
            if code_of(error.__cause__) == "NotFoundException":
                return None
            raise

    def export(self, api: Api, stage: str, progress: Progress) -> bytes:
        """The document of a stage, or of the latest configuration of an HTTP API where no stage is given."""
        what = f"the stage {stage!r}" if stage else "the latest configuration"
        below = f"/stages/{stage}" if api.kind == "REST" else ""
        dialect = self.address.dialect if api.kind == "REST" else "OAS30"
        call = self.call.named(f"export {what} of {api}", f"{api.resource}{below}/exports/{dialect}")
        with explained(call):
            body = self._rest_body(api, stage) if api.kind == "REST" else self._http_body(api, stage)
            text = bytearray()
            with closing(body):
                for chunk in body.iter_chunks(_CHUNK):
                    text += chunk
                    if len(text) > MAX_BYTES:
                        raise call.refusal(f"the export has more than {MAX_BYTES:,} bytes, too many to be read")
                    progress(len(text), None)
        return bytes(text)

    def deployed_methods(self, api: Api, deployment: str) -> Mapping[str, Mapping[str, Any]] | None:
        """The summary of a deployment: by path and verb; None where AWS gives none."""
        resource = f"{api.resource}/deployments/{deployment}"
        with explained(self.call.named(f"look at the deployment {deployment} of {api}", resource)):
            answer = self.rest.get_deployment(restApiId=api.id, deploymentId=deployment, embed=["apisummary"])
        return answer.get("apiSummary")

    def methods(self, api: Api) -> dict[str, Mapping[str, Any]]:
        """The methods of a REST API as it is being edited: by path and verb."""
        with explained(self.call.named(f"look at the resources of {api}", f"{api.resource}/resources")):
            pages = self.rest.get_paginator("get_resources").paginate(
                restApiId=api.id, embed=["methods"], PaginationConfig={"PageSize": _PAGE}
            )
            return {item["path"]: item.get("resourceMethods", {}) for page in pages for item in page.get("items", ())}

    def _rest_body(self, api: Api, stage: str) -> Any:
        address = self.address
        parameters = {"extensions": ",".join(address.extensions)} if address.extensions else {}
        answer = self.rest.get_export(
            restApiId=api.id,
            stageName=stage,
            exportType=address.dialect,
            accepts=_ACCEPTS[address.format],
            parameters=parameters,
        )
        return answer["body"]

    def _http_body(self, api: Api, stage: str) -> Any:
        address = self.address
        answer = self.http.export_api(
            ApiId=api.id,
            Specification="OAS30",
            OutputType="YAML" if address.format == "yaml" else "JSON",
            IncludeExtensions=bool(address.extensions),
            ExportVersion="1.0",
            **({"StageName": stage} if stage else {}),
        )
        return answer["body"]


@contextmanager
def open_gateway(address: Address, source: str) -> Iterator[Gateway]:
    """Both services, as long as the context lasts.

    Raises:
        SpecloomError: If boto3 is not installed, or it knows no region or no such profile.
    """
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        message = "API Gateway is asked through boto3, which is not installed; pip install 'specloom[aws]'"
        raise SpecloomError(Problem(message, source=source)) from error
    call = Call(source, "prepare the calls to AWS", region=address.region, profile=address.profile)
    config = Config(
        connect_timeout=_CONNECT_SECONDS, read_timeout=_READ_SECONDS, user_agent_extra=f"specloom/{__version__}"
    )
    with ExitStack() as stack:
        with explained(call):
            # All of AWS' own tools but botocore read AWS_REGION, and CI sets it.
            session = boto3.Session(
                region_name=address.region or os.environ.get("AWS_REGION") or None,
                profile_name=address.profile or None,
            )
            rest = stack.enter_context(closing(session.client("apigateway", config=config)))
            http = stack.enter_context(closing(session.client("apigatewayv2", config=config)))
            for service in (rest, http):
                service.meta.events.register("after-call", _refuse_web_page)
        yield Gateway(address, evolve(call, region=rest.meta.region_name), rest, http)


def _refuse_web_page(http_response: Any, **_: object) -> None:
    """A proxy or a portal that asks to sign in answers 200 as well, and botocore takes that for an empty list."""
    from botocore.parsers import ResponseParserError

    if http_response.headers.get("Content-Type", "").startswith("text/html"):
        raise ResponseParserError("a web page")


def _day(moment: Any) -> str:
    return moment.date().isoformat() if moment is not None else ""
