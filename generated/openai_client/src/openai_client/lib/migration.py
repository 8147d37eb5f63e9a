"""Names of the 0.x versions of the official package: whoever uses one is told what to write now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NoReturn

from .._runtime import SDKError

_PACKAGE: Final = __name__.partition(".")[0]

_MESSAGES: Final = 'model="gpt-4o", messages=[{"role": "user", "content": "Hello"}]'

# 0.x class: method -> what stands behind `client.` now. The empty name is for methods that are not listed.
_CALLS: Final[Mapping[str, Mapping[str, str]]] = {
    "Audio": {
        "": 'audio.transcriptions.create(model="whisper-1", file=open("speech.mp3", "rb"))',
        "transcribe": 'audio.transcriptions.create(model="whisper-1", file=open("speech.mp3", "rb"))',
        "transcribe_raw": 'audio.transcriptions.create(model="whisper-1", file=("speech.mp3", content))',
        "translate": 'audio.translations.create(model="whisper-1", file=open("speech.mp3", "rb"))',
        "translate_raw": 'audio.translations.create(model="whisper-1", file=("speech.mp3", content))',
    },
    "ChatCompletion": {"": f"chat.completions.create({_MESSAGES})"},
    "Completion": {"": 'completions.create(model="gpt-3.5-turbo-instruct", prompt="Hello")'},
    "Edit": {"": f"chat.completions.create({_MESSAGES})"},
    "Embedding": {"": 'embeddings.create(model="text-embedding-3-small", input="Hello")'},
    "Engine": {
        "": "models.list()",
        "list": "models.list()",
        "retrieve": 'models.retrieve("gpt-4o")',
        "generate": f"chat.completions.create({_MESSAGES})",
        "embeddings": 'embeddings.create(model="text-embedding-3-small", input="Hello")',
    },
    "File": {
        "": 'files.create(file=open("data.jsonl", "rb"), purpose="fine-tune")',
        "create": 'files.create(file=open("data.jsonl", "rb"), purpose="fine-tune")',
        "delete": 'files.delete("file-123")',
        "download": 'files.content("file-123")',
        "find_matching_files": "files.list()",
        "list": "files.list()",
        "retrieve": 'files.retrieve("file-123")',
    },
    "FineTune": {
        "": 'fine_tuning.jobs.create(model="gpt-4o-mini", training_file="file-123")',
        "cancel": 'fine_tuning.jobs.cancel("ftjob-123")',
        "list": "fine_tuning.jobs.list()",
        "list_events": 'fine_tuning.jobs.list_events("ftjob-123")',
        "retrieve": 'fine_tuning.jobs.retrieve("ftjob-123")',
        "stream_events": 'fine_tuning.jobs.list_events("ftjob-123")',
    },
    "FineTuningJob": {
        "": 'fine_tuning.jobs.create(model="gpt-4o-mini", training_file="file-123")',
        "cancel": 'fine_tuning.jobs.cancel("ftjob-123")',
        "list": "fine_tuning.jobs.list()",
        "list_events": 'fine_tuning.jobs.list_events("ftjob-123")',
        "retrieve": 'fine_tuning.jobs.retrieve("ftjob-123")',
        "stream_events": 'fine_tuning.jobs.list_events("ftjob-123")',
    },
    "Image": {
        "": 'images.generate(model="gpt-image-1", prompt="A cat")',
        "create_edit": 'images.edit(model="gpt-image-1", image=open("cat.png", "rb"), prompt="A hat")',
        "create_variation": 'images.create_variation(image=open("cat.png", "rb"))',
    },
    "Model": {
        "": "models.list()",
        "delete": 'models.delete("ft:gpt-4o-mini:acme::123")',
        "list": "models.list()",
        "retrieve": 'models.retrieve("gpt-4o")',
    },
    "Moderation": {"": 'moderations.create(input="Hello")'},
}

# Classes of 0.x for which nothing stands in, and why.
_GONE: Final[Mapping[str, str]] = {
    "Customer": "The API has no customers any more.",
    "Deployment": "Deployments are managed with the tools of Azure; name one as `azure_deployment` of `AzureOpenAI`.",
    "ErrorObject": "What an answer says about an error is in the attributes `body`, `code`, `param` and `type` of "
    "`{package}.APIError`.",
}

_ERRORS: Final[Mapping[str, str]] = {
    "APIConnectionError": "APIConnectionError",
    "APIError": "APIError",
    "AuthenticationError": "AuthenticationError",
    "InvalidAPIType": "OpenAIError",
    "InvalidRequestError": "BadRequestError",
    "OpenAIError": "OpenAIError",
    "PermissionError": "PermissionDeniedError",
    "RateLimitError": "RateLimitError",
    "ServiceUnavailableError": "InternalServerError",
    "SignatureVerificationError": "InvalidWebhookSignatureError",
    "Timeout": "APITimeoutError",
    "TryAgain": "InternalServerError",
}

# Module variables of 0.x. Assigning one would go unnoticed, and calls would go somewhere else than meant.
_VARIABLES: Final[Mapping[str, str]] = {
    "aiosession": "`{package}.AsyncOpenAI(http_client=...)`",
    "api_base": "`{package}.base_url`",
    "ca_bundle_path": "`{package}.http_client = httpx.Client(verify=...)`",
    "proxy": "`{package}.http_client = httpx.Client(proxy=...)`",
    "requestssession": "`{package}.http_client`",
    "verify_ssl_certs": "`{package}.http_client = httpx.Client(verify=...)`",
}


class APIRemovedInV1(SDKError):  # noqa: N818 - its name in the official package
    """A name of the 0.x versions was used; the message says what to write now."""


class RemovedClass:
    """Stands where 0.x had a class: it can be passed around, and any use of it raises."""

    def __init__(self, name: str) -> None:
        self.__name = name

    def __repr__(self) -> str:
        return f"<removed in 1.0: {_PACKAGE}.{self.__name}>"

    def __getattr__(self, method: str) -> NoReturn:
        if method.startswith("__"):
            # Questions of the interpreter, of debuggers and of test tools, not of users.
            raise AttributeError(method)  # not even the name of this is sure to be there yet
        raise APIRemovedInV1(_advice(self.__name, method))

    def __call__(self, *args: object, **kwargs: object) -> NoReturn:
        raise APIRemovedInV1(_advice(self.__name, ""))


class RemovedErrors:
    """Stands where 0.x had the module ``error``."""

    def __repr__(self) -> str:
        return f"<removed in 1.0: {_PACKAGE}.error>"

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        now = _ERRORS.get(name, "OpenAIError")
        raise APIRemovedInV1(
            f"`{_PACKAGE}.error.{name}` was removed in 1.0. Errors are in the package itself; use:\n\n"
            f"    except {_PACKAGE}.{now} as error:\n"
        )


def _advice(name: str, method: str) -> str:
    used = f"`{_PACKAGE}.{name}{'.' + method if method else ''}` was removed in 1.0."
    if name in _GONE:
        return f"{used} {_GONE[name].format(package=_PACKAGE)}"
    # The asynchronous twin of a method of 0.x has an "a" in front: `acreate`.
    calls = _CALLS[name]
    asynchronous = method not in calls and method.startswith("a") and method not in ("auto_paging_iter", "api_base")
    call = calls.get(method[1:] if asynchronous else method, calls[""])
    if asynchronous:
        lines = [f"from {_PACKAGE} import AsyncOpenAI", "", "client = AsyncOpenAI()", f"answer = await client.{call}"]
        if ".list" in call:
            lines[-1] = f"async for item in client.{call}: ..."
        return f"{used} Use:\n\n" + _indented(lines)
    lines = [f"from {_PACKAGE} import OpenAI", "", "client = OpenAI()", f"answer = client.{call}"]
    return f"{used} Use:\n\n{_indented(lines)}\nor, as before without a client of your own: {_PACKAGE}.{call}"


def _indented(lines: list[str]) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in lines)


def refuse_old_variables(names: Mapping[str, object]) -> None:
    """See to it that no variable of 0.x was assigned.

    Args:
        names: What stands in the root package.

    Raises:
        APIRemovedInV1: If there is one; the message names the new ones.
    """
    found = [
        f"`{_PACKAGE}.{name}` was removed in 1.0; use {now.format(package=_PACKAGE)}."
        for name, now in _VARIABLES.items()
        if names.get(name) is not None
    ]
    if found:
        raise APIRemovedInV1("\n".join(found))


Audio: Final = RemovedClass("Audio")
ChatCompletion: Final = RemovedClass("ChatCompletion")
Completion: Final = RemovedClass("Completion")
Customer: Final = RemovedClass("Customer")
Deployment: Final = RemovedClass("Deployment")
Edit: Final = RemovedClass("Edit")
Embedding: Final = RemovedClass("Embedding")
Engine: Final = RemovedClass("Engine")
ErrorObject: Final = RemovedClass("ErrorObject")
File: Final = RemovedClass("File")
FineTune: Final = RemovedClass("FineTune")
FineTuningJob: Final = RemovedClass("FineTuningJob")
Image: Final = RemovedClass("Image")
Model: Final = RemovedClass("Model")
Moderation: Final = RemovedClass("Moderation")
error: Final = RemovedErrors()
