"""The stack that is looked at: its settings, its outputs where it has any, and the AWS account that it goes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from automation.errors import AutomationError
from automation.project import Project

AWS_ERRORS = (BotoCoreError, ClientError)
# A doctor that hangs is no help: one try, and not for long.
QUICK = Config(connect_timeout=5, read_timeout=15, retries={"total_max_attempts": 2})


@dataclass(frozen=True)
class Case:
    """One stack of one project."""

    project: Project
    stack: str
    session: boto3.Session
    outputs: Mapping[str, Any] = field(default_factory=dict)
    """By name; empty before the first up, and where no backend could be asked."""

    @classmethod
    def of(cls, project: Project, stack: str, outputs: Mapping[str, Any] | None = None) -> "Case":
        """The stack with this name. Credentials and region come from where the AWS provider takes them.

        Raises:
            AutomationError: the stack has no file of settings, or names a profile that does not exist.
        """
        config = project.config(stack)
        try:
            session = boto3.Session(profile_name=config.get("aws:profile"), region_name=config.get("aws:region"))
        except BotoCoreError as error:
            raise AutomationError(f"{stack}: {error}") from None
        return cls(project, stack, session, outputs or {})

    @property
    def region(self) -> str | None:
        """The Region that everything goes to."""
        return self.session.region_name

    @property
    def is_up(self) -> bool:
        """Whether there was an up already."""
        return bool(self.outputs)

    def group(self, name: str) -> Mapping[str, Any]:
        """One group of the stack's settings."""
        return self.project.group(self.stack, name)

    def client(self, service: str, region: str | None = None) -> Any:
        """A client of this service."""
        return self.session.client(service, region_name=region or self.region, config=QUICK)


def code_of(error: Exception) -> str:
    """AWS's name for the error, such as AccessDeniedException."""
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__


def said(error: Exception) -> str:
    """The error in AWS's words, on one line."""
    text = error.response["Error"].get("Message", "") if isinstance(error, ClientError) else str(error)
    # A proxy answers with a page where AWS would have a sentence.
    return code_of(error) if text.lstrip().startswith("<") else " ".join(f"{code_of(error)}: {text}".split())
