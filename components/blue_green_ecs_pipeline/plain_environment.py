"""Keeps secret Outputs out of plain environment variables, which everyone who may read a task definition can read."""

from collections.abc import Mapping

import pulumi

from .problems import ConfigurationError, secret_in_environment

ENVIRONMENTS = (("service", "environment"), ("build", "environment"))
"""The settings that are checked here."""


def refuse_secrets(
    component: str, setting: str, environment: Mapping[str, pulumi.Input[str]]
) -> pulumi.Output[Mapping[str, str]]:
    """The environment, or a failing Output that names the setting where a value is a Pulumi secret.

    Whether an Output is a secret is known only when it is resolved, so this is said later than other problems.

    Raises:
        ConfigurationError: inside the Output, when a value is secret.
    """
    outputs = {key: pulumi.Output.from_input(value) for key, value in environment.items()}

    async def check() -> bool:
        secret = [key for key, output in outputs.items() if await output.is_secret()]
        if secret:
            problems = [secret_in_environment(f"{setting}.{key}") for key in secret]
            # A preview says this before anything exists; an update without one may have begun already.
            raise ConfigurationError(component, problems, nothing_created=False)
        return True

    checked: pulumi.Output[bool] = pulumi.Output.from_input(check())
    values: pulumi.Output[Mapping[str, str]] = pulumi.Output.all(**outputs)
    return checked.apply(lambda _: values)
