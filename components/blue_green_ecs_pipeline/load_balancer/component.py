"""LoadBalancer: an Application Load Balancer, its production and test listeners, a target group for each colour."""

import pulumi
import pulumi_aws as aws

from ..names import PhysicalNames
from ..outputs import outputs_of
from ..problems import Problems
from .access_logs import AccessLogs
from .args import LoadBalancerPartArgs
from .listeners import Listeners
from .security_groups import LoadBalancerSecurityGroup
from .settings import LoadBalancerSettings
from .target_groups import create_target_group


class LoadBalancer(pulumi.ComponentResource):
    """Takes the users' requests to blue, and test requests to green before any user gets there."""

    url: pulumi.Output[str]
    """Where users reach the service."""

    test_url: pulumi.Output[str]
    """Where a release is seen before it gets users; open to `loadBalancer.testCidrs` alone."""

    load_balancer_arn: pulumi.Output[str]
    """The load balancer's ARN."""

    load_balancer_arn_suffix: pulumi.Output[str]
    """The end of its ARN: what CloudWatch knows the load balancer by."""

    dns_name: pulumi.Output[str]
    """The load balancer's own name: with a certificate, point `loadBalancer.domainName` here."""

    security_group_id: pulumi.Output[str]
    """The load balancer's security group."""

    production_listener_arn: pulumi.Output[str]
    """The listener that users reach."""

    test_listener_arn: pulumi.Output[str]
    """The listener for test traffic."""

    blue_target_group_arn: pulumi.Output[str]
    """The target group that the service starts in."""

    blue_target_group_name: pulumi.Output[str]
    """Its name."""

    blue_target_group_arn_suffix: pulumi.Output[str]
    """The end of its ARN: what CloudWatch knows the target group by."""

    green_target_group_name: pulumi.Output[str]
    """The name of the other target group."""

    green_target_group_arn_suffix: pulumi.Output[str]
    """The end of its ARN."""

    def __init__(self, name: str, args: LoadBalancerPartArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        problems = Problems()
        settings = LoadBalancerSettings.from_args(args, problems, LoadBalancerPartArgs)
        problems.raise_if_any(name)
        super().__init__("blue-green-ecs-pipeline:index:LoadBalancer", name, None, opts)
        tags = args.get("tags") or {}

        security_group = LoadBalancerSecurityGroup(
            name, settings, args["vpc_id"], args["vpc_cidr_block"], args["task_security_group_id"], tags, self
        )
        logs = AccessLogs(name, settings.access_logs, tags, self) if settings.access_logs is not None else None
        load_balancer = aws.lb.LoadBalancer(
            f"{name}-load-balancer",
            name=PhysicalNames.of(name).load_balancer,
            load_balancer_type="application",
            internal=False,
            subnets=args["public_subnet_ids"],
            security_groups=[security_group.group.id],
            drop_invalid_header_fields=True,
            enable_deletion_protection=True if settings.deletion_protection else None,
            access_logs=logs.destination if logs is not None else None,
            tags=tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                # Tasks can only become healthy once the rules let the health checks through.
                depends_on=[*security_group.rules, *(logs.protections if logs is not None else [])],
                # AWS's own protection speaks up when half of the stack is gone, Pulumi's before anything goes.
                protect=True if settings.deletion_protection else None,
            ),
        )
        if settings.web_acl_arn is not None:
            aws.wafv2.WebAclAssociation(
                f"{name}-web-acl-association",
                resource_arn=load_balancer.arn,
                web_acl_arn=settings.web_acl_arn,
                opts=pulumi.ResourceOptions(parent=self),
            )
        blue, green = (
            create_target_group(name, colour, settings, args["vpc_id"], tags, self) for colour in ("blue", "green")
        )
        listeners = Listeners(name, settings, load_balancer.arn, blue.arn, tags, self)

        self.load_balancer_arn = load_balancer.arn
        self.load_balancer_arn_suffix = load_balancer.arn_suffix
        self.dns_name = load_balancer.dns_name
        host = load_balancer.dns_name if settings.domain_name is None else settings.domain_name
        scheme = "https" if settings.tls else "http"
        self.url = pulumi.Output.format("{0}://{1}", scheme, host)
        self.test_url = pulumi.Output.format("{0}://{1}:{2}", scheme, host, settings.test_port)
        self.security_group_id = security_group.group.id
        self.production_listener_arn = listeners.production.arn
        self.test_listener_arn = listeners.test.arn
        self.blue_target_group_arn = blue.arn
        self.blue_target_group_name = blue.name
        self.blue_target_group_arn_suffix = blue.arn_suffix
        self.green_target_group_name = green.name
        self.green_target_group_arn_suffix = green.arn_suffix

        self.register_outputs(outputs_of(self))
