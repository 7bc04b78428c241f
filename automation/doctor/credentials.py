"""Are there AWS credentials, and whose are they?"""

from collections.abc import Iterator

from automation.doctor.case import AWS_ERRORS, Case, code_of, said
from automation.doctor.finding import Finding, State

PAGE = "https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-configure.html"
_EXPIRED = (
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "TokenRetrievalError",
    "UnauthorizedSSOTokenError",
)
_NONE = ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError")


def look(case: Case) -> Iterator[Finding]:
    """Asks AWS who is asking."""
    try:
        identity = case.client("sts").get_caller_identity()
    except AWS_ERRORS as error:
        yield _missing(error)
        return
    yield Finding("credentials", State.OK, f"account {identity['Account']}, as {identity['Arn']}")


def _missing(error: Exception) -> Finding:
    code = code_of(error)
    if code in _NONE:
        sentence, way_out = "there are no AWS credentials", "`aws configure sso`, or set AWS_PROFILE to a profile"
    elif code in _EXPIRED:
        sentence, way_out = f"the AWS credentials have expired ({said(error)})", "`aws sso login`, or get new keys"
    else:
        sentence, way_out = f"AWS does not accept the credentials ({said(error)})", ""
    return Finding("credentials", State.MISSING, sentence, way_out, PAGE)
