from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from ._runtime import (
    AsyncCursorPage,
    AsyncResource,
    BinaryOperation,
    Operation,
    PageOperation,
    StreamOperation,
    SyncCursorPage,
    SyncResource,
    not_given,
    omit,
)

if TYPE_CHECKING:
    from ._runtime import (
        AsyncPaginator,
        AsyncStream,
        BinaryResponse,
        Extra,
        FileTypes,
        Headers,
        NotGiven,
        Omit,
        Query,
        Stream,
        Timeout,
    )
    from .types.animal import Animal
    from .types.cat import Cat
    from .types.news import Arrived

_RETRIEVE: Operation[Animal] = Operation(
    "GET", "/animals/{animal_id}", security=("api_key",), returns=".types.animal:Animal"
)
_LIST: PageOperation[Animal] = PageOperation(
    "GET", "/animals", security=("api_key",), page="cursor", item=".types.animal:Animal"
)
_CREATE: StreamOperation[Cat, Animal] = StreamOperation(
    "POST", "/animals", body="json", security=("api_key",), returns=".types.cat:Cat", event=".types.animal:Animal"
)
_WATCH: StreamOperation[None, Arrived] = StreamOperation(
    "GET", "/watch", security=("api_key",), event=".types.news:Arrived", envelope=True
)
_PHOTO: BinaryOperation = BinaryOperation(
    "GET", "/animals/{animal_id}/photo", security=("api_key",), headers={"Accept": "image/png"}
)
_UPLOAD: Operation[Cat] = Operation(
    "POST", "/photos", body="multipart", security=("api_key",), returns=".types.cat:Cat"
)
_REMOVE: Operation[None] = Operation(
    "DELETE", "/animals/{animal_id}", security=("admin_key",), headers={"Accept": "*/*"}
)


def _only(extra_headers: Headers | None) -> Extra:
    return extra_headers, None, None, not_given


class Animals(SyncResource):
    def retrieve(
        self,
        animal_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: object | None = None,
        timeout: Timeout | NotGiven = not_given,
    ) -> Animal:
        return self._request(
            _RETRIEVE, path={"animal_id": animal_id}, extra=(extra_headers, extra_query, extra_body, timeout)
        )

    def list(
        self, *, after: str | Omit = omit, kinds: list[str] | Omit = omit, extra_headers: Headers | None = None
    ) -> SyncCursorPage[Animal]:
        return self._page(_LIST, SyncCursorPage, query={"after": after, "kinds": kinds}, extra=_only(extra_headers))

    @overload
    def create(self, *, name: str, stream: Literal[True], extra_headers: Headers | None = ...) -> Stream[Animal]: ...
    @overload
    def create(
        self, *, name: str, stream: Literal[False] | Omit | None = omit, extra_headers: Headers | None = ...
    ) -> Cat: ...
    def create(
        self, *, name: str, stream: bool | Omit | None = omit, extra_headers: Headers | None = None
    ) -> Cat | Stream[Animal]:
        return self._stream(_CREATE, stream=stream, body={"name": name, "stream": stream}, extra=_only(extra_headers))

    def watch(self, *, extra_headers: Headers | None = None) -> Stream[Arrived]:
        return self._stream(_WATCH, stream=True, extra=_only(extra_headers))

    def photo(self, animal_id: str, *, extra_headers: Headers | None = None) -> BinaryResponse:
        return self._binary(_PHOTO, path={"animal_id": animal_id}, extra=_only(extra_headers))

    def upload(self, *, file: FileTypes, purpose: str, tags: object | Omit = omit) -> Cat:
        return self._request(_UPLOAD, body={"file": file, "purpose": purpose, "tags": tags})

    def remove(self, animal_id: str, *, extra_headers: Headers | None = None) -> None:
        return self._request(_REMOVE, path={"animal_id": animal_id}, extra=_only(extra_headers))


class AsyncAnimals(AsyncResource):
    async def retrieve(
        self,
        animal_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: object | None = None,
        timeout: Timeout | NotGiven = not_given,
    ) -> Animal:
        return await self._request(
            _RETRIEVE, path={"animal_id": animal_id}, extra=(extra_headers, extra_query, extra_body, timeout)
        )

    def list(
        self, *, after: str | Omit = omit, kinds: list[str] | Omit = omit, extra_headers: Headers | None = None
    ) -> AsyncPaginator[Animal, AsyncCursorPage[Animal]]:
        return self._page(_LIST, AsyncCursorPage, query={"after": after, "kinds": kinds}, extra=_only(extra_headers))

    @overload
    async def create(
        self, *, name: str, stream: Literal[True], extra_headers: Headers | None = ...
    ) -> AsyncStream[Animal]: ...
    @overload
    async def create(
        self, *, name: str, stream: Literal[False] | Omit | None = omit, extra_headers: Headers | None = ...
    ) -> Cat: ...
    async def create(
        self, *, name: str, stream: bool | Omit | None = omit, extra_headers: Headers | None = None
    ) -> Cat | AsyncStream[Animal]:
        return await self._stream(
            _CREATE, stream=stream, body={"name": name, "stream": stream}, extra=_only(extra_headers)
        )

    async def watch(self, *, extra_headers: Headers | None = None) -> AsyncStream[Arrived]:
        return await self._stream(_WATCH, stream=True, extra=_only(extra_headers))

    async def photo(self, animal_id: str, *, extra_headers: Headers | None = None) -> BinaryResponse:
        return await self._binary(_PHOTO, path={"animal_id": animal_id}, extra=_only(extra_headers))

    async def upload(self, *, file: FileTypes, purpose: str, tags: object | Omit = omit) -> Cat:
        return await self._request(_UPLOAD, body={"file": file, "purpose": purpose, "tags": tags})

    async def remove(self, animal_id: str, *, extra_headers: Headers | None = None) -> None:
        return await self._request(_REMOVE, path={"animal_id": animal_id}, extra=_only(extra_headers))
