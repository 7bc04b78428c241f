"""The whole component as a program makes it, from its defaults up to every option at once."""

from typing import Any

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.graph import Graph, create

SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-AbCdEf"
PARAMETER = "arn:aws:ssm:eu-central-1:123456789012:parameter/web/api-url"
CONNECTION = "arn:aws:codestar-connections:eu-central-1:123456789012:connection/11112222"
CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/11112222-3333-4444-5555-666677778888"

EVERY_OPTION: dict[str, Any] = {
    "source": {"repository": "acme/web", "branch": "release", "connection_arn": CONNECTION},
    "build": {
        "architecture": "arm64",
        "environment": {"NODE_ENV": "production"},
        "secrets": {"NPM_TOKEN": f"{SECRET}:npm"},
        "parameters": {"API_URL": "/web/api-url"},
    },
    "image_repository": {"force_delete": True},
    "network": {
        "vpc_id": "vpc-1",
        "public_subnet_ids": ["subnet-1", "subnet-2"],
        "private_subnet_ids": ["subnet-3", "subnet-4"],
    },
    "load_balancer": {
        "certificate_arn": CERTIFICATE,
        "domain_name": "www.example.com",
        "test_cidrs": ["198.51.100.7/32"],
    },
    "service": {
        "environment": {"COLOUR": "blue"},
        "secrets": {"DATABASE_URL": SECRET, "API_URL": PARAMETER},
        "egress_ports": [443, 5432],
        "read_only_root_filesystem": True,
        "scaling": {"min": 2, "max": 10, "requests_per_target": 600, "cpu_percent": 60, "memory_percent": 70},
    },
    "deployment": {
        "canary": {"step_percent": 20, "interval_minutes": 3},
        "wait_for_reroute_minutes": 60,
        "alarms": {"latency_p99_ms": 500, "names": ["checkout-errors"]},
        "smoke_test": {"path": "/health", "expected_text": "ok", "max_latency_ms": 500},
        "hooks": {"before_install": "migrate"},
    },
    "pipeline": {"force_destroy_artifacts": True},
    "tags": {"team": "web"},
}


def whole(stack: str = "dev", preview: bool = False, **groups: Any) -> Graph:
    """The component called web that watches acme/web, with these groups set."""
    args: Any = {"source": {"repository": "acme/web"}, **groups}
    return create(lambda: BlueGreenEcsPipeline("web", args), stack=stack, preview=preview)
