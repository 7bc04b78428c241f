"""SourceArgs with defaults filled in and limits checked."""

import re
from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..problems import Problems
from ..text_forms import TextForm, arn, pattern
from .args import SourceArgs

MAX_BRANCH_CHARACTERS = 255  # AWS CodePipeline API Reference, "GitBranchFilterCriteria"


def _is_repository(text: str) -> bool:
    return pattern(r"[\w.-]+/[\w.-]+")(text) and not set(text.split("/")) & {".", ".."} and not text.endswith(".git")


def _owner_and_name(text: str) -> str:
    """The way out for an address copied from the browser or from git clone."""
    found = re.fullmatch(r"(?:[a-z]+://|git@)[^/:]+[/:](.+?)(?:\.git)?/?", text.strip(), re.ASCII)
    short = found[1] if found else text.strip().removesuffix(".git").strip("/")
    return f"write {short}" if short != text and _is_repository(short) else ""


def _is_branch(text: str) -> bool:
    """Git's rules for a branch name: git help check-ref-format."""
    return (
        0 < len(text) <= MAX_BRANCH_CHARACTERS
        and text.isprintable()
        and not any(character in text for character in " ~^:?*[\\")
        and not any(sequence in text for sequence in ("..", "@{", "//"))
        and not text.startswith(("/", "-"))
        and not text.endswith(("/", "."))
        and not any(part.startswith(".") or part.endswith(".lock") for part in text.split("/"))
        and text != "@"
        and not text.startswith("refs/")
    )


REPOSITORY = TextForm("owner/name, for example acme/web", _is_repository, _owner_and_name)
BRANCH = TextForm(
    f"the name of a Git branch of at most {MAX_BRANCH_CHARACTERS} characters",
    _is_branch,
    lambda text: f"write {text.removeprefix('refs/heads/')}" if text.startswith("refs/heads/") else "",
)
CONNECTION_ARN = TextForm(
    "the ARN of a connection, arn:aws:codeconnections:REGION:ACCOUNT:connection/ID",
    arn("codeconnections|codestar-connections", "connection/[A-Za-z0-9-]+"),
)


@dataclass(frozen=True)
class SourceSettings:
    """SourceArgs with every default filled in and every limit checked."""

    repository: str
    branch: pulumi.Input[str]
    connection_arn: pulumi.Input[str] | None

    @property
    def creates_connection(self) -> bool:
        """Whether the component makes a connection of its own."""
        return self.connection_arn is None

    @classmethod
    def from_args(cls, args: SourceArgs, problems: Problems, args_type: type = SourceArgs) -> "SourceSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("source", args, args_type, problems, examples={"repository": REPOSITORY.allowed})
        return cls(
            repository=reader.text("repository", "", REPOSITORY, plain=True),
            branch=reader.text("branch", "main", BRANCH),
            connection_arn=reader.text("connection_arn", None, CONNECTION_ARN),
        )
