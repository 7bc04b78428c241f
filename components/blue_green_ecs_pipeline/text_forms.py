"""The form that a text must have: one rule, with what is allowed in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass


def _no_way_out(_: str) -> str:
    return ""


@dataclass(frozen=True)
class TextForm:
    """A rule for texts, and how it is said."""

    allowed: str
    """What is allowed, as the end of a sentence."""

    accepts: Callable[[str], bool]
    """Whether a text keeps the rule."""

    way_out: Callable[[str], str] = _no_way_out
    """What to do with a refused text, where it is not obvious."""

    shown: bool = True
    """Whether a refused text may be printed: not where people paste the secret itself."""


def pattern(expression: str) -> Callable[[str], bool]:
    """Accepts a text that the expression matches as a whole, in ASCII."""
    compiled = re.compile(expression, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def arn(service: str, resource: str) -> Callable[[str], bool]:
    """Accepts the ARN of a service's resource, in any partition, Region and account."""
    return pattern(rf"arn:aws[a-z-]*:(?:{service}):[a-z0-9-]+:[0-9]{{12}}:{resource}")


SECRET_NAME = r"secret:[^:\s]+-[A-Za-z0-9]{6}"
"""A secret in an ARN: Secrets Manager ends every name with a hyphen and six characters of its own."""

WHOLE_SECRET_ARN = "write the whole ARN, with the hyphen and six characters that follow the name: IAM decides by it"


def _is_path_in_repository(path: str) -> bool:
    parts = path.split("/")
    return (
        path.isprintable()
        and path == path.strip()
        and "\\" not in path
        and parts[0] not in ("", "~")
        and ".." not in parts
        # A command would take it for an option.
        and not path.startswith("-")
    )


# People put passwords into variables, against all advice.
VARIABLE_VALUE = TextForm("text", lambda _: True, shown=False)
FOLDER_IN_REPOSITORY = TextForm(
    "the path of a folder in the repository, without a leading / and without ..",
    _is_path_in_repository,
)
FILE_IN_REPOSITORY = TextForm(
    "the path of a file in the repository, without a leading / and without ..",
    lambda path: _is_path_in_repository(path) and path.split("/")[-1] not in ("", "."),
)
VARIABLE_NAME = TextForm(
    "a name of letters, digits and _, not starting with a digit", pattern(r"[A-Za-z_][A-Za-z0-9_]*")
)
