"""CodeDeploy's lifecycle event hooks: the packaged code of the named Lambda function runs for real."""

from .runner import HookRunner

__all__ = ["HookRunner"]
