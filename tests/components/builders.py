"""Arguments that the component and its parts accept; a test says only what matters to it."""

from typing import Any

# project "shop", stack "dev", component "web", and the hash of the three.
NAME = "shop-dev-web-29d8601b"

TAGS = {"team": "web"}

CERTIFICATE_ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-4e5f-6789-abcd-ef0123456789"
TLS = {"certificate_arn": CERTIFICATE_ARN, "domain_name": "www.example.com"}

SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/database-AbCdEf"
PARAMETER_ARN = "arn:aws:ssm:eu-central-1:123456789012:parameter/web/api-url"

EXISTING_NETWORK = {
    "vpc_id": "vpc-1",
    "public_subnet_ids": ["subnet-a", "subnet-b"],
    "private_subnet_ids": ["subnet-c", "subnet-d"],
}


def component_args(**groups: Any) -> Any:
    """The whole component's, with the one setting that is required."""
    return {"source": {"repository": "acme/web"}, **groups}


def network_args(**settings: Any) -> Any:
    """The network's alone."""
    return {"tags": TAGS, **settings}


def load_balancer_args(**settings: Any) -> Any:
    """The load balancer's alone, in a network that somebody else made."""
    return {
        "vpc_id": "vpc-1",
        "vpc_cidr_block": "10.0.0.0/16",
        "public_subnet_ids": ["subnet-a", "subnet-b"],
        "task_security_group_id": "sg-tasks",
        "tags": TAGS,
        **settings,
    }


def image_repository_args(**settings: Any) -> Any:
    """The image repository's alone."""
    return {"tags": TAGS, **settings}


def service_args(**settings: Any) -> Any:
    """The service's alone, in a network and behind a load balancer that somebody else made."""
    return {
        "architecture": "x86_64",
        "subnet_ids": ["subnet-c", "subnet-d"],
        "assign_public_ip": False,
        "task_security_group_id": "sg-tasks",
        "target_group_arn": "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/blue/1",
        "listener_arns": [
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1/production",
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/1/test",
        ],
        "repository_arn": "arn:aws:ecr:eu-central-1:123456789012:repository/web",
        "bootstrap_status_code": 200,
        "tags": TAGS,
        **settings,
    }
