"""Projects whose source and artifacts are CODEPIPELINE: AWS knows no location there, moto asks for one."""

from typing import Any

from moto.codebuild import responses

from rehearsal.embedded_aws.put_into import put_into

_SOURCE_RULES = responses._validate_required_params_source
_ARTIFACTS_RULES = responses._validate_required_params_artifacts


def check_source(source: dict[str, Any]) -> None:
    """moto's rules, but for the location of a pipeline's source."""
    if source["type"] not in ("CODEPIPELINE", "NO_SOURCE"):
        _SOURCE_RULES(source)


def check_artifacts(artifacts: dict[str, Any]) -> None:
    """moto's rules, but for the location of a pipeline's artifacts."""
    if artifacts["type"] != "CODEPIPELINE":
        _ARTIFACTS_RULES(artifacts)


def check_environment(environment: dict[str, Any]) -> None:
    """Nothing: moto's list of types and sizes is years behind AWS's, and botocore's model has today's."""


def install() -> None:
    """Puts these rules in the place of moto's."""
    put_into(
        responses,
        _validate_required_params_source=check_source,
        _validate_required_params_artifacts=check_artifacts,
        _validate_required_params_environment=check_environment,
    )
