"""What every generated package carries, as ``<package>/_runtime``: models, transport, streams, pages, errors.

It knows no particular API. Names are loaded on first use (PEP 562), so that importing a package costs little and a
program pays for the parts that it touches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .exports import lazy_exports

# At once and not on demand: loading a submodule binds its name here, and `omit` is to be the object, not the module.
from .omit import NOT_GIVEN, NotGiven, Omit, not_given, omit

if TYPE_CHECKING:
    from .binary import BinaryResponse as BinaryResponse
    from .client import AsyncClient as AsyncClient
    from .client import SyncClient as SyncClient
    from .errors import APIConnectionError as APIConnectionError
    from .errors import APIError as APIError
    from .errors import APIResponseValidationError as APIResponseValidationError
    from .errors import APIStatusError as APIStatusError
    from .errors import APITimeoutError as APITimeoutError
    from .errors import AuthenticationError as AuthenticationError
    from .errors import BadRequestError as BadRequestError
    from .errors import ClientClosedError as ClientClosedError
    from .errors import ConflictError as ConflictError
    from .errors import InternalServerError as InternalServerError
    from .errors import InvalidDataError as InvalidDataError
    from .errors import InvalidOptionError as InvalidOptionError
    from .errors import InvalidPathParameterError as InvalidPathParameterError
    from .errors import MissingCredentialsError as MissingCredentialsError
    from .errors import NotFoundError as NotFoundError
    from .errors import PageError as PageError
    from .errors import PermissionDeniedError as PermissionDeniedError
    from .errors import RateLimitError as RateLimitError
    from .errors import RequestEncodingError as RequestEncodingError
    from .errors import SDKError as SDKError
    from .errors import StreamAlreadyConsumed as StreamAlreadyConsumed
    from .errors import StreamError as StreamError
    from .errors import UnprocessableEntityError as UnprocessableEntityError
    from .errors import WrongEventLoopError as WrongEventLoopError
    from .fields import field as field
    from .fields import model as model
    from .http_clients import DEFAULT_CONNECTION_LIMITS as DEFAULT_CONNECTION_LIMITS
    from .http_clients import DEFAULT_TIMEOUT as DEFAULT_TIMEOUT
    from .http_clients import DefaultAsyncHttpxClient as DefaultAsyncHttpxClient
    from .http_clients import DefaultHttpxClient as DefaultHttpxClient
    from .models import Model as Model
    from .models import UnknownModel as UnknownModel
    from .operation import BinaryOperation as BinaryOperation
    from .operation import Operation as Operation
    from .operation import PageOperation as PageOperation
    from .operation import StreamOperation as StreamOperation
    from .pages import AsyncConversationCursorPage as AsyncConversationCursorPage
    from .pages import AsyncCursorPage as AsyncCursorPage
    from .pages import AsyncNextCursorPage as AsyncNextCursorPage
    from .pages import AsyncPage as AsyncPage
    from .pages import AsyncPaginator as AsyncPaginator
    from .pages import PageInfo as PageInfo
    from .pages import SyncConversationCursorPage as SyncConversationCursorPage
    from .pages import SyncCursorPage as SyncCursorPage
    from .pages import SyncNextCursorPage as SyncNextCursorPage
    from .pages import SyncPage as SyncPage
    from .polling import Polling as Polling
    from .polling import PollTimeoutError as PollTimeoutError
    from .polling import Waiting as Waiting
    from .polling import check_waiting as check_waiting
    from .polling import until_done as until_done
    from .polling import until_done_async as until_done_async
    from .polling import waits as waits
    from .polling_display import MissingDependencyError as MissingDependencyError
    from .raw import RawResponse as RawResponse
    from .raw import then as then
    from .resource import AsyncResource as AsyncResource
    from .resource import SyncResource as SyncResource
    from .settings import DEFAULT_MAX_RETRIES as DEFAULT_MAX_RETRIES
    from .settings import ClientOption as ClientOption
    from .settings import ClientSettings as ClientSettings
    from .streaming import APIResponse as APIResponse
    from .streaming import AsyncAPIResponse as AsyncAPIResponse
    from .streaming import AsyncResponseContextManager as AsyncResponseContextManager
    from .streaming import ResponseContextManager as ResponseContextManager
    from .streams import AsyncStream as AsyncStream
    from .streams import Stream as Stream
    from .types import JSON as JSON
    from .types import Body as Body
    from .types import CopyOptions as CopyOptions
    from .types import Credential as Credential
    from .types import Extra as Extra
    from .types import FileTypes as FileTypes
    from .types import Headers as Headers
    from .types import Query as Query
    from .types import Required as Required
    from .types import SequenceNotStr as SequenceNotStr
    from .types import Timeout as Timeout
    from .unions import alias as alias
    from .with_response import WithResponse as WithResponse
    from .with_response import single_call as single_call

__all__ = [
    "DEFAULT_CONNECTION_LIMITS",
    "DEFAULT_MAX_RETRIES",
    "DEFAULT_TIMEOUT",
    "JSON",
    "NOT_GIVEN",
    "APIConnectionError",
    "APIError",
    "APIResponse",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncAPIResponse",
    "AsyncClient",
    "AsyncConversationCursorPage",
    "AsyncCursorPage",
    "AsyncNextCursorPage",
    "AsyncPage",
    "AsyncPaginator",
    "AsyncResource",
    "AsyncResponseContextManager",
    "AsyncStream",
    "AuthenticationError",
    "BadRequestError",
    "BinaryOperation",
    "BinaryResponse",
    "Body",
    "ClientClosedError",
    "ClientOption",
    "ClientSettings",
    "ConflictError",
    "CopyOptions",
    "Credential",
    "DefaultAsyncHttpxClient",
    "DefaultHttpxClient",
    "Extra",
    "FileTypes",
    "Headers",
    "InternalServerError",
    "InvalidDataError",
    "InvalidOptionError",
    "InvalidPathParameterError",
    "MissingCredentialsError",
    "MissingDependencyError",
    "Model",
    "NotFoundError",
    "NotGiven",
    "Omit",
    "Operation",
    "PageError",
    "PageInfo",
    "PageOperation",
    "PermissionDeniedError",
    "PollTimeoutError",
    "Polling",
    "Query",
    "RateLimitError",
    "RawResponse",
    "RequestEncodingError",
    "ResponseContextManager",
    "SDKError",
    "Stream",
    "StreamAlreadyConsumed",
    "StreamError",
    "StreamOperation",
    "SyncClient",
    "SyncConversationCursorPage",
    "SyncCursorPage",
    "SyncNextCursorPage",
    "SyncPage",
    "SyncResource",
    "Timeout",
    "UnknownModel",
    "UnprocessableEntityError",
    "Waiting",
    "WithResponse",
    "WrongEventLoopError",
    "alias",
    "check_waiting",
    "field",
    "model",
    "not_given",
    "omit",
    "single_call",
    "then",
    "until_done",
    "until_done_async",
    "waits",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_exports(
        __name__,
        {
            "APIConnectionError": ".errors:APIConnectionError",
            "APIError": ".errors:APIError",
            "APIResponse": ".streaming:APIResponse",
            "APIResponseValidationError": ".errors:APIResponseValidationError",
            "APIStatusError": ".errors:APIStatusError",
            "APITimeoutError": ".errors:APITimeoutError",
            "AsyncAPIResponse": ".streaming:AsyncAPIResponse",
            "AsyncClient": ".client:AsyncClient",
            "AsyncConversationCursorPage": ".pages:AsyncConversationCursorPage",
            "AsyncCursorPage": ".pages:AsyncCursorPage",
            "AsyncNextCursorPage": ".pages:AsyncNextCursorPage",
            "AsyncPage": ".pages:AsyncPage",
            "AsyncPaginator": ".pages:AsyncPaginator",
            "AsyncResource": ".resource:AsyncResource",
            "AsyncResponseContextManager": ".streaming:AsyncResponseContextManager",
            "AsyncStream": ".streams:AsyncStream",
            "AuthenticationError": ".errors:AuthenticationError",
            "BadRequestError": ".errors:BadRequestError",
            "BinaryOperation": ".operation:BinaryOperation",
            "BinaryResponse": ".binary:BinaryResponse",
            "Body": ".types:Body",
            "ClientClosedError": ".errors:ClientClosedError",
            "ClientOption": ".settings:ClientOption",
            "ClientSettings": ".settings:ClientSettings",
            "ConflictError": ".errors:ConflictError",
            "CopyOptions": ".types:CopyOptions",
            "Credential": ".types:Credential",
            "DEFAULT_CONNECTION_LIMITS": ".http_clients:DEFAULT_CONNECTION_LIMITS",
            "DEFAULT_MAX_RETRIES": ".settings:DEFAULT_MAX_RETRIES",
            "DEFAULT_TIMEOUT": ".http_clients:DEFAULT_TIMEOUT",
            "DefaultAsyncHttpxClient": ".http_clients:DefaultAsyncHttpxClient",
            "DefaultHttpxClient": ".http_clients:DefaultHttpxClient",
            "Extra": ".types:Extra",
            "FileTypes": ".types:FileTypes",
            "Headers": ".types:Headers",
            "InternalServerError": ".errors:InternalServerError",
            "InvalidDataError": ".errors:InvalidDataError",
            "InvalidOptionError": ".errors:InvalidOptionError",
            "InvalidPathParameterError": ".errors:InvalidPathParameterError",
            "JSON": ".types:JSON",
            "MissingCredentialsError": ".errors:MissingCredentialsError",
            "MissingDependencyError": ".polling_display:MissingDependencyError",
            "Model": ".models:Model",
            "NotFoundError": ".errors:NotFoundError",
            "Operation": ".operation:Operation",
            "PageError": ".errors:PageError",
            "PageInfo": ".pages:PageInfo",
            "PageOperation": ".operation:PageOperation",
            "PermissionDeniedError": ".errors:PermissionDeniedError",
            "PollTimeoutError": ".polling:PollTimeoutError",
            "Polling": ".polling:Polling",
            "Query": ".types:Query",
            "RateLimitError": ".errors:RateLimitError",
            "RawResponse": ".raw:RawResponse",
            "RequestEncodingError": ".errors:RequestEncodingError",
            "ResponseContextManager": ".streaming:ResponseContextManager",
            "SDKError": ".errors:SDKError",
            "Stream": ".streams:Stream",
            "StreamAlreadyConsumed": ".errors:StreamAlreadyConsumed",
            "StreamError": ".errors:StreamError",
            "StreamOperation": ".operation:StreamOperation",
            "SyncClient": ".client:SyncClient",
            "SyncConversationCursorPage": ".pages:SyncConversationCursorPage",
            "SyncCursorPage": ".pages:SyncCursorPage",
            "SyncNextCursorPage": ".pages:SyncNextCursorPage",
            "SyncPage": ".pages:SyncPage",
            "SyncResource": ".resource:SyncResource",
            "Timeout": ".types:Timeout",
            "UnknownModel": ".models:UnknownModel",
            "UnprocessableEntityError": ".errors:UnprocessableEntityError",
            "WrongEventLoopError": ".errors:WrongEventLoopError",
            "Waiting": ".polling:Waiting",
            "WithResponse": ".with_response:WithResponse",
            "alias": ".unions:alias",
            "check_waiting": ".polling:check_waiting",
            "field": ".fields:field",
            "model": ".fields:model",
            "single_call": ".with_response:single_call",
            "then": ".raw:then",
            "until_done": ".polling:until_done",
            "until_done_async": ".polling:until_done_async",
            "waits": ".polling:waits",
        },
    )
