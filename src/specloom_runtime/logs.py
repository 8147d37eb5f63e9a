"""What is logged of a call, to the logger that bears the package's name.

``INFO`` tells of retries, ``DEBUG`` of every attempt and answer. Bodies are never logged, and neither are secrets.
An environment variable of the package (``PETS_LOG=debug``) turns it on for programs that do not set up logging.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping

from .redaction import shown_headers, shown_url

LOGGER = logging.getLogger(__name__.partition("._runtime")[0])
_LEVELS = ("debug", "info", "warning", "error", "critical")
_FORMAT = "[%(asctime)s - %(name)s - %(levelname)s] %(message)s"


def set_up(variable: str) -> None:
    """Turn logging on as an environment variable says; any other text than the name of a level says nothing."""
    level = os.environ.get(variable, "").strip().lower()
    if level in _LEVELS:
        logging.basicConfig(format=_FORMAT, datefmt="%Y-%m-%d %H:%M:%S")  # does nothing where the program did it
        LOGGER.setLevel(level.upper())


def attempt(verb: str, url: str, headers: Mapping[str, str], *, taken: int, secrets: Iterable[str]) -> None:
    """An attempt is about to be sent."""
    if LOGGER.isEnabledFor(logging.DEBUG):
        shown = shown_headers(headers, secrets)
        LOGGER.debug("Request: %s %s, attempt %d, headers %s", verb, shown_url(url, secrets), taken + 1, shown)


def answer(verb: str, url: str, status: int, headers: Mapping[str, str], secrets: Iterable[str]) -> None:
    """An answer came."""
    if LOGGER.isEnabledFor(logging.DEBUG):
        shown = shown_headers(headers, secrets)
        LOGGER.debug("Response: %s %s, status %d, headers %s", verb, shown_url(url, secrets), status, shown)


def failure(verb: str, url: str, error: BaseException, secrets: Iterable[str]) -> None:
    """No answer came. The text of the error is left out: it may quote what was sent."""
    if LOGGER.isEnabledFor(logging.DEBUG):
        LOGGER.debug("No response: %s %s, %s", verb, shown_url(url, secrets), type(error).__name__)


def retry(verb: str, url: str, seconds: float, secrets: Iterable[str]) -> None:
    """Another attempt will be made."""
    if LOGGER.isEnabledFor(logging.INFO):
        LOGGER.info("Retrying: %s %s in %.3f seconds", verb, shown_url(url, secrets), seconds)


def given_up(verb: str, url: str, why: str, secrets: Iterable[str]) -> None:
    """No other attempt will be made though the failure might pass."""
    if LOGGER.isEnabledFor(logging.INFO):
        LOGGER.info("Not retrying: %s %s, %s", verb, shown_url(url, secrets), why)


class HideInUrls(logging.Filter):
    """Keeps secrets in URLs out of what the HTTP library logs by itself."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = frozenset(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the URLs among a record's arguments; every record passes."""
        if isinstance(record.args, tuple):
            record.args = tuple(self._shown(each) for each in record.args)
        return True

    def _shown(self, value: object) -> object:
        text = str(value) if type(value).__name__ == "URL" else value
        return shown_url(text, self._secrets) if isinstance(text, str) and "://" in text else value


def hide_in_library(secrets: frozenset[str]) -> None:
    """Keep query parameters that hold keys out of the log of httpx, which writes whole URLs."""
    if secrets and not any(isinstance(each, HideInUrls) for each in logging.getLogger("httpx").filters):
        logging.getLogger("httpx").addFilter(HideInUrls(secrets))
