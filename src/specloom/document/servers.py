"""The URL of a server object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_MEETING = re.compile(r"(?<=[^:/])/{2,}")


def server_url(server: Mapping[str, Any], values: Mapping[str, str] | None = None) -> str:
    """The URL with its variables filled in: as given, else with their defaults; one without a default stays.

    Slashes that meet become one, since an empty variable would leave two behind.
    """
    url = str(server.get("url", ""))
    for name, variable in (server.get("variables") or {}).items():
        value = (values or {}).get(name, variable.get("default"))
        if value is not None:
            url = url.replace("{" + name + "}", str(value))
    return _MEETING.sub("/", url)
