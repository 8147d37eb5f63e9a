"""One method from one operation: arguments, answer, headers, everything but the types of the package."""

from __future__ import annotations

from attrs import frozen

from specloom.plan.answers import Answer, page_of, read_answer, stream_of
from specloom.plan.calls import PlacedMethod
from specloom.plan.credentials import Credentials
from specloom.plan.naming import bounded, pascal, snake
from specloom.plan.parameters import read_parameters
from specloom.plan.parsed import Endpoint, Parsed
from specloom.plan.plurals import singular
from specloom.plan.sdk import Call, Sdk, matches, package_of
from specloom.plan.servers import Servers
from specloom.plan.values import Method, Parameter, StreamPlan, TypeName
from specloom.plan.wire_styles import query_arrays, wire_styles


@frozen
class MethodPlanner:
    """Makes methods; holds what all of them need."""

    parsed: Parsed
    sdk: Sdk
    credentials: Credentials
    servers: Servers

    def method(self, placed: PlacedMethod) -> Method:
        """The method of an operation at a call path."""
        operation, call = placed.operation, placed.call
        endpoint = self.parsed.endpoints[operation.operation_id]
        answer = read_answer(endpoint, placed.rule)
        parameters, body = read_parameters(endpoint, operation, placed.rule, self.sdk, self.parsed.params)
        page = None if placed.rule.response else page_of(answer, endpoint, placed, self.sdk, self.parsed.models)
        return Method(
            name=call[-1],
            operation_id=operation.operation_id,
            verb=operation.verb.upper(),
            path=operation.full_path,
            parameters=parameters,
            body=body,
            response=answer.response,
            stream=self._stream(answer, endpoint, parameters),
            page=page,
            headers=self._headers(answer, call),
            security=self.credentials.security(operation),
            deprecated=self._is_deprecated(placed),
            summary=operation.summary,
            query_arrays=query_arrays(endpoint, operation, self.sdk, self.parsed.params),
            styles=wire_styles(endpoint, operation, parameters, body, self.sdk, self.parsed.params),
            servers=self.servers.of(operation),
            params_name=self._params_name(call, parameters),
        )

    def _stream(self, answer: Answer, endpoint: Endpoint, parameters: tuple[Parameter, ...]) -> StreamPlan | None:
        return stream_of(answer, endpoint, parameters, self.sdk, self.parsed)

    def _headers(self, answer: Answer, call: Call) -> tuple[tuple[str, str], ...]:
        headers = {"Accept": answer.accept} if answer.accept else {}
        for pattern, stated in self.sdk.headers.items():
            if matches(call, (pattern,)):
                headers.update(stated)
        return tuple(headers.items())

    def _is_deprecated(self, placed: PlacedMethod) -> bool:
        if placed.rule.deprecated is not None:
            return placed.rule.deprecated
        return placed.operation.deprecated or matches(placed.call, self.sdk.deprecated)

    def _params_name(self, call: Call, parameters: tuple[Parameter, ...]) -> TypeName | None:
        """``types.chat.CompletionCreateParams`` for ``chat.completions.create`` with more than a path to fill."""
        if all(parameter.location == "path" for parameter in parameters):
            return None
        name = method_class(call, "Params", self.sdk)
        return TypeName(package_of(call, self.sdk), snake(name, self.sdk.acronyms), name)


def method_class(call: Call, suffix: str, sdk: Sdk) -> str:
    """A class name for something of a method: ``CompletionCreate`` and the suffix for ``chat.completions.create``."""
    *start, last = call[-2].split("_")
    resource = "_".join([*start, singular(last)])
    return bounded(pascal(f"{resource}_{call[-1]}", sdk.acronyms)) + suffix
