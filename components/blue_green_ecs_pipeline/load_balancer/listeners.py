"""The production listener, the test listener, and the redirect to TLS."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from .settings import LoadBalancerSettings

# Without a policy of its own an API-made listener still gets one of 2016.
# Source: Elastic Load Balancing User Guide, "Security policies for your Application Load Balancer".
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"


class Listeners:
    """The listeners of one load balancer, first pointing to blue."""

    def __init__(
        self,
        name: str,
        settings: LoadBalancerSettings,
        load_balancer_arn: pulumi.Input[str],
        blue_target_group_arn: pulumi.Input[str],
        tags: Mapping[str, pulumi.Input[str]],
        parent: pulumi.Resource,
    ) -> None:
        self._name = name
        self._settings = settings
        self._load_balancer_arn = load_balancer_arn
        self._tags = tags
        self._parent = parent
        self.production = self._forwarding("production", settings.production_port, blue_target_group_arn)
        self.test = self._forwarding("test", settings.test_port, blue_target_group_arn)
        if settings.redirect_port is not None:
            self._redirect(settings.redirect_port)

    def _forwarding(
        self, purpose: str, port: pulumi.Input[int], target_group_arn: pulumi.Input[str]
    ) -> aws.lb.Listener:
        return self._listener(
            purpose,
            port,
            self._transport(),
            [{"type": "forward", "target_group_arn": target_group_arn}],
            # CodeDeploy points this action at the other target group with every release; writing it back would send
            # users to the old version. The whole property: CodeDeploy also changes the shape of what is in it.
            ignore_changes=["default_actions"],
        )

    def _transport(self) -> dict[str, Any]:
        # A listener's port and protocol change in place, so the production listener lives on when TLS is turned on.
        if not self._settings.tls:
            return {"protocol": "HTTP"}
        return {
            "protocol": "HTTPS",
            "ssl_policy": TLS_POLICY,
            "certificate_arn": self._settings.certificate_arn,
        }

    def _redirect(self, port: int) -> None:
        redirect = {"protocol": "HTTPS", "port": str(self._settings.production_port), "status_code": "HTTP_301"}
        self._listener(
            "redirect",
            port,
            {"protocol": "HTTP"},
            [{"type": "redirect", "redirect": redirect}],
            # The production listener leaves this port when TLS is turned on.
            depends_on=[self.production],
        )

    def _listener(
        self,
        purpose: str,
        port: pulumi.Input[int],
        transport: Mapping[str, Any],
        default_actions: Sequence[Any],
        **options: Any,
    ) -> aws.lb.Listener:
        return aws.lb.Listener(
            f"{self._name}-{purpose}-listener",
            load_balancer_arn=self._load_balancer_arn,
            port=port,
            default_actions=default_actions,
            tags=self._tags,
            opts=pulumi.ResourceOptions(parent=self._parent, **options),
            **transport,
        )
