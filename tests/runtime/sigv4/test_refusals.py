"""What a refusal by AWS means, said to the caller."""

from __future__ import annotations

from datetime import datetime, timezone
from email.utils import format_datetime

import pytest

from specloom_runtime import PermissionDeniedError, errors
from tests.runtime.clocks import FakeClock, clocked
from tests.runtime.listening import Answer, Colour, listening
from tests.runtime.sigv4.aws import ask, signed

NOW = 1_700_000_000.0


def refusal(colour: Colour, message: str, *, seconds: float = 0.0, kind: str = "", status: int = 403) -> str:
    """The error that a caller sees of a refusal by a server whose clock is ahead."""
    date = format_datetime(datetime.fromtimestamp(NOW + seconds, timezone.utc), usegmt=True)
    headers = {"Date": date, **({"x-amzn-ErrorType": kind} if kind else {})}
    with listening(lambda asked: Answer({"message": message}, status, headers)) as server:
        with pytest.raises(errors.APIStatusError) as caught:
            colour.calls(clocked(signed(colour, server), FakeClock(now=NOW)), ask())
        assert len(server.asked) == 1
    assert message in str(caught.value)
    return str(caught.value)


def test_a_clock_that_is_wrong_is_told(colour: Colour) -> None:
    expired = "Signature expired: 20231114T221320Z is now earlier than 20231114T222820Z (20231114T223320Z - 5 min.)"
    assert refusal(colour, expired, seconds=1200).endswith(
        "(the clock of this machine is 20 minutes behind the server's: it is 2023-11-14 22:13:20 UTC here and "
        "2023-11-14 22:33:20 UTC there, and a signature is good for 5 minutes. Set the clock, for instance by NTP)"
    )
    early = refusal(colour, "Signature not yet current: 20231114T221320Z", seconds=-4 * 3600)
    assert "the clock of this machine is 4 hours ahead of the server's" in early
    kind = refusal(colour, "no", seconds=600, kind="InvalidSignatureException")
    assert "the clock of this machine is 10 minutes behind" in kind


def test_other_refusals_are_told_apart(colour: Colour) -> None:
    mismatch = "The request signature we calculated does not match the signature you provided."
    told = refusal(colour, mismatch, kind="InvalidSignatureException")
    assert told.endswith(
        "(signed for execute-api in eu-west-1; the clocks agree within 5 minutes: check the region and the secret "
        "key, and whether a proxy changes host, path or body on the way)"
    )
    assert "where no such path and verb are deployed" in refusal(colour, "Missing Authentication Token")
    assert "AWS credentials have expired" in refusal(colour, "The security token included in the request is expired")
    assert refusal(colour, "User is not authorized to access this resource").endswith("this resource'}")
    assert refusal(colour, "Signature expired", seconds=1200, status=500).endswith("expired'}")


def test_a_refusal_is_still_what_it_was(colour: Colour) -> None:
    answer = Answer({"message": "Signature expired"}, 403)
    with listening(lambda asked: answer) as server, pytest.raises(PermissionDeniedError) as caught:
        colour.calls(signed(colour, server), ask())
    assert caught.value.body == answer.body
