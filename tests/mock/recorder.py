"""The mock of a document, listened to."""

from __future__ import annotations

from specloom.mock import MockServer
from specloom.mock.message import Reply, Request


class Recorder(MockServer):
    """Keeps what it was asked and what it answered last."""

    request: Request
    reply: Reply

    def answer(self, request: Request) -> Reply:
        self.request, self.reply = request, super().answer(request)
        return self.reply
