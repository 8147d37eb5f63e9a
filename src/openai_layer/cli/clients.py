"""The client that a command speaks through: options of the command, else the environment."""

from __future__ import annotations

import os
from typing import Any

import click


class Settings:
    """What was said before the name of the command."""

    def __init__(self, **options: Any) -> None:
        self.as_json: bool = options.pop("as_json")
        self.quiet: bool = options.pop("quiet")
        self._options = {name: value for name, value in options.items() if value is not None}
        self._client: Any = None

    def client(self) -> Any:
        """An ``OpenAI``, or an ``AzureOpenAI`` where ``OPENAI_API_TYPE`` is ``azure``; one for the whole command."""
        if self._client is None:
            self._client = _client_class()(**self._options)
            click.get_current_context().find_root().call_on_close(self._client.close)
        return self._client

    @property
    def progress(self) -> bool:
        """Whether bars may be shown."""
        return not self.quiet and not self.as_json


def sample_client() -> Any:
    """A client that is asked for what it offers and never sends."""
    from ..._client import OpenAI

    return OpenAI(api_key="none", base_url="http://127.0.0.1")


def _client_class() -> Any:
    if os.environ.get("OPENAI_API_TYPE") == "azure":
        from ..azure import AzureOpenAI

        return AzureOpenAI
    from ..._client import OpenAI

    return OpenAI


pass_settings = click.make_pass_decorator(Settings)
