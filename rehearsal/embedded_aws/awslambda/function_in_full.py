"""A function's configuration as it was given: moto forgets where it logs, and names a VPC that is not there."""

from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.ec2.models import ec2_backends

from rehearsal.embedded_aws.put_into import put_into

_CONFIGURATION = LambdaFunction.get_configuration
_INIT = LambdaFunction.__init__
_UPDATE = LambdaFunction.update_configuration
_UPDATE_CODE = LambdaFunction.update_function_code

# What UpdateFunctionConfiguration may change and moto does not: the request's name and moto's attribute.
CHANGED = {"KMSKeyArn": "kms_key_arn", "TracingConfig": "tracing_config"}


def _init(self: LambdaFunction, *args: Any, **kwargs: Any) -> None:
    _INIT(self, *args, **kwargs)
    spec = kwargs["spec"] if "spec" in kwargs else args[1]
    put_into(self, logging_config=spec.get("LoggingConfig"))


def _vpc_config(self: LambdaFunction) -> dict[str, Any] | None:
    config = self._vpc_config
    if not config or not config.get("SubnetIds"):
        return None
    subnet = ec2_backends[self.account_id][self.region].get_subnet(config["SubnetIds"][0])
    return {**config, "VpcId": subnet.vpc_id}


def _get_configuration(self: LambdaFunction, on_create: bool = False) -> dict[str, Any]:
    default = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{self.function_name}"}
    given = vars(self).get("logging_config") or {}
    return {**_CONFIGURATION(self, on_create), "LoggingConfig": {**default, **given}}


def _update_configuration(self: LambdaFunction, config_updates: dict[str, Any]) -> dict[str, Any]:
    _UPDATE(self, config_updates)
    for member, attribute in CHANGED.items():
        if member in config_updates:
            put_into(self, **{attribute: config_updates[member]})
    if "EphemeralStorage" in config_updates:
        self.ephemeral_storage = config_updates["EphemeralStorage"]["Size"]
    if "LoggingConfig" in config_updates:
        put_into(self, logging_config=config_updates["LoggingConfig"])
    return self.get_configuration()


def _update_function_code(self: LambdaFunction, updated_spec: dict[str, Any]) -> dict[str, Any]:
    if architectures := updated_spec.get("Architectures"):
        self.architectures = architectures
    return _UPDATE_CODE(self, updated_spec)


def install() -> None:
    """Puts these members in the place of moto's."""
    put_into(
        LambdaFunction,
        __init__=_init,
        get_configuration=_get_configuration,
        update_configuration=_update_configuration,
        update_function_code=_update_function_code,
        vpc_config=property(_vpc_config),
    )
