"""What goes wrong in a call to AWS, as one sentence that says what to do.

Exceptions of botocore are known by name, not imported: old versions lack some, and who misspells a source needs none.
What AWS or a helper program says is quoted only where it can hold no secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from attrs import evolve, frozen

from specloom.problems import Problem, SpecloomError

_MAX_QUOTED: Final = 300
_TOO_MANY: Final = frozenset(
    {"TooManyRequestsException", "LimitExceededException", "Throttling", "ThrottlingException", "RequestLimitExceeded"}
)
_DENIED: Final = frozenset(
    {"AccessDenied", "AccessDeniedException", "UnauthorizedException", "ForbiddenException", "403"}
)
_EXPIRED: Final = frozenset({"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"})
_UNKNOWN_KEY: Final = frozenset(
    {"UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "AuthFailure"}
)
_SIGNATURE: Final = frozenset({"SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature"})
_CLOCK: Final = frozenset({"RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture"})
_OFF_TIME: Final = re.compile(r"signature (?:expired|not yet current)", re.IGNORECASE)
_LACKING: Final = re.compile(r"to perform: (?P<action>[\w:]+) on resource: (?P<resource>arn:\S+)")

_LOG_IN: Final = "sign in again with `aws sso login{of_profile}` (or `aws login{of_profile}`)"
_TELL: Final = (
    "run `aws configure` or `aws sso login`, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
    "or name a profile with ?profile= or AWS_PROFILE"
)
_CUT: Final = "the answer of AWS was cut short before its last byte; check the connection and try again"
_NO_WAY: Final = (
    "could not reach AWS at {endpoint_url}; check that {region} is the name of a region, and connection and proxy"
)

# By the name of the exception or of its nearest base class; in braces what botocore tells, and what was asked for.
_SENTENCES: Final[Mapping[str, str]] = {
    "NoRegionError": (
        "no AWS region is said; write ?region=eu-west-1 behind the source, or set AWS_REGION or one in the profile"
    ),
    "InvalidRegionError": "{region_name!r} cannot be an AWS region; write one like ?region=eu-west-1",
    "NoCredentialsError": f"there are no AWS credentials here; {_TELL}",
    "PartialCredentialsError": f"the AWS credentials are incomplete: {{provider}} lacks {{cred_var}}; {_TELL}",
    "CredentialRetrievalError": (
        "{provider} gave no AWS credentials; `aws sts get-caller-identity{of_profile}` shows why"
    ),
    "ProfileNotFound": (
        "there is no AWS profile {profile!r} on this machine; `aws configure list-profiles` lists those that there "
        "are, and ?profile= or AWS_PROFILE chooses one"
    ),
    "ConfigParseError": "the AWS configuration file {path} cannot be read; mend it",
    "ConfigNotFound": "there is no AWS configuration file {path}; mend AWS_CONFIG_FILE or take it out",
    "SSOError": f"the AWS sign-in has expired or there is none; {_LOG_IN}",
    "LoginError": f"the AWS sign-in has expired or there is none; {_LOG_IN}",
    "TokenRetrievalError": f"the AWS sign-in could not be renewed; {_LOG_IN}",
    "SSLError": "the certificate of {endpoint_url} is not trusted; AWS_CA_BUNDLE names the file of another authority",
    "ProxyConnectionError": "could not reach the proxy on the way to AWS; check HTTPS_PROXY and NO_PROXY",
    "ReadTimeoutError": "AWS at {endpoint_url} did not answer in time; try again",
    "EndpointConnectionError": _NO_WAY,
    "ConnectionError": _NO_WAY,
    "ConnectionClosedError": _NO_WAY,
    "ResponseStreamingError": _CUT,
    "IncompleteReadError": _CUT,
}


@frozen
class Call:
    """What is asked of AWS.

    Attributes:
        source: The source that is fetched, for messages.
        doing: Behind "could not" or "may not".
        resource: Path of what is asked for, as policies name it.
        region: The region asked in; empty while it is not known.
        profile: The profile asked for; empty for the usual credentials.
    """

    source: str
    doing: str
    resource: str = ""
    region: str = ""
    profile: str = ""

    def refusal(self, message: str) -> SpecloomError:
        """An error about the source."""
        return SpecloomError(Problem(message, source=self.source))

    def named(self, doing: str, resource: str) -> Call:
        """The same for another call."""
        return evolve(self, doing=doing, resource=resource)


class DeniedError(SpecloomError):
    """The credentials lack a right; another way to the same end may be open."""


@contextmanager
def explained(call: Call) -> Iterator[None]:
    """Turns what botocore raises into a ``SpecloomError``.

    Raises:
        SpecloomError: With one sentence.
        DeniedError: Where a right is lacking.
    """
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    try:
        yield
    except ClientError as error:
        raise _refusal(error.response, call) from error
    except BotoCoreError as error:
        raise call.refusal(_sentence(error, call)) from error
    except ResponseParserError as error:
        message = f"could not {call.doing}: this was no answer of AWS; check proxy and AWS_ENDPOINT_URL"
        raise call.refusal(message) from error
    except (ValueError, FileNotFoundError, PermissionError) as error:
        # An AWS_ENDPOINT_URL that is no address, a credential_process that cannot be run or answers no JSON.
        reason = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else _line(error)
        message = f"could not {call.doing}: {reason}; check AWS_ENDPOINT_URL and the AWS configuration"
        raise call.refusal(message) from error


def code_of(error: BaseException | None) -> str:
    """The code that AWS answered with, of the cause of an explained error; empty if it answered nothing."""
    response: Any = getattr(error, "response", None)
    return str(response["Error"].get("Code", "")) if isinstance(response, dict) and "Error" in response else ""


def _sentence(error: Exception, call: Call) -> str:
    template = next((_SENTENCES[base.__name__] for base in type(error).__mro__ if base.__name__ in _SENTENCES), None)
    if template is None:
        return f"could not {call.doing}: {_line(error)}; check the source and the AWS configuration"
    told = {"endpoint_url": "its address", "region_name": call.region, **getattr(error, "kwargs", {})}
    return template.format_map({"profile": call.profile, **told, **_asked(call)})


def _asked(call: Call) -> dict[str, str]:
    return {
        "region": call.region or "the one asked in",
        "of_profile": f" --profile {call.profile}" if call.profile else "",
    }


def _refusal(response: Mapping[str, Any], call: Call) -> SpecloomError:
    code = str(response.get("Error", {}).get("Code", ""))
    said = str(response.get("Error", {}).get("Message", ""))
    if code in _DENIED:
        return DeniedError(Problem(_denied(said, call), source=call.source))
    answered = response.get("ResponseMetadata", {})
    status = answered.get("HTTPStatusCode", 0)
    attempts = answered.get("RetryAttempts", 0) + 1
    return call.refusal(_answer(code, said, call) or _busy(code, status, attempts) or _other(code, said, call))


def _answer(code: str, said: str, call: Call) -> str:
    """The sentence for a code that is known; empty for others. Signatures are never quoted, they hold tokens."""
    if code in _EXPIRED:
        return f"the AWS session has expired; {_LOG_IN.format_map(_asked(call))}, or set fresh temporary credentials"
    if code in _UNKNOWN_KEY:
        return (
            "AWS knows no such access key, or its session token is not the one that came with it (deleted, switched "
            f"off, or for another partition); {_TELL}"
        )
    if code in _CLOCK or (code in _SIGNATURE and _OFF_TIME.search(said)):
        return "AWS refused the time of the request: the clock of this machine is wrong; set it and try again"
    if code in _SIGNATURE:
        return f"AWS refused the signature: the secret access key is not the one of the access key; {_TELL}"
    if code == "BadRequestException" and "non-JSON body models" in said:
        return (
            f"AWS cannot export this API, for a body has no model for JSON ({_line(said)}); "
            "give that method a model for application/json, deploy, and pull again"
        )
    return ""


def _busy(code: str, status: int, attempts: int) -> str:
    tried = f"after {attempts} attempts" if attempts > 1 else "at the first attempt"
    if code in _TOO_MANY or status == 429:
        return (
            f"AWS still said 'too many requests' {tried}; wait a minute and try again, or set AWS_MAX_ATTEMPTS higher"
        )
    return f"AWS answered with its own error {status} {tried}; try again later" if status >= 500 else ""


def _other(code: str, said: str, call: Call) -> str:
    hint = "check API, stage, as and extensions in the source"
    return f"could not {call.doing}: AWS answered {code or 'an error'} ({_line(said) or 'no reason'}); {hint}"


def _denied(said: str, call: Call) -> str:
    lacking = _LACKING.search(said)
    asked = f"arn:{_partition(call.region)}:apigateway:{call.region}::{call.resource}"
    # What lacks may be the right to take on the role of a profile.
    action, resource = lacking.group("action", "resource") if lacking else ("apigateway:GET", asked)
    forbidden = "a policy forbids it (explicit deny)" if "explicit deny" in said else "no policy allows it"
    return (
        f"these AWS credentials may not {call.doing}: {forbidden}; have the IAM action {action} allowed on "
        f"{resource}, or take other credentials with ?profile= or AWS_PROFILE"
    )


def _partition(region: str) -> str:
    return next((f"aws-{part}" for part in ("cn", "us-gov") if region.startswith(f"{part}-")), "aws")


def _line(said: object) -> str:
    """What was said, on one line of a readable length and without a full stop."""
    text = " ".join(str(said).split())
    return (text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED]}...").rstrip(".;")
