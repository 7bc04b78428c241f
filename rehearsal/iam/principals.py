"""Who asks: a session of a role, or an AWS service itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoleSession:
    """Somebody who works under a role."""

    role_arn: str
    session_name: str

    @property
    def account_id(self) -> str:
        """The role's account."""
        return self.role_arn.split(":")[4]

    @property
    def role_name(self) -> str:
        """The role's name, without its path."""
        return self.role_arn.rpartition("/")[2]

    @property
    def arn(self) -> str:
        """The session's ARN, as AWS's refusals name it."""
        return f"arn:aws:sts::{self.account_id}:assumed-role/{self.role_name}/{self.session_name}"

    def __str__(self) -> str:
        return f"role {self.role_name}"


@dataclass(frozen=True)
class AwsService:
    """An AWS service that acts for itself, as resource policies and trust policies name it."""

    name: str

    def __str__(self) -> str:
        return self.name


Principal = RoleSession | AwsService
