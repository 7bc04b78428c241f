"""Physical names: what AWS calls the resources of a component, legal and unique for any project, stack and component.

Every name is `project-stack-component`, shortened to the type's limit, followed by a hash of the three: two stacks of
one program, or two components in it, never collide, whatever was cut off.
Limits: the API models of each service ("CreateLoadBalancer", "CreateRole", "CreateBucket", ...).
"""

import hashlib
import json
import re
from dataclasses import dataclass

import pulumi

_HASH_LENGTH = 8

LOAD_BALANCER_LIMIT = 32  # also target groups and connections
ROLE_LIMIT = 64
FUNCTION_LIMIT = 64  # Lambda
BUCKET_LIMIT = 63
CODE_LIMIT = 100  # CodePipeline and CodeDeploy
PROJECT_LIMIT = 150  # CodeBuild
RULE_LIMIT = 64  # EventBridge
QUEUE_LIMIT = 80  # SQS
LONG_LIMIT = 200  # ECS, ECR, log groups and security groups allow 255 and more

HOOK_PREFIX = "CodeDeployHook_"  # AWS CodeDeploy User Guide, "AWS managed (predefined) policies for CodeDeploy"

# What AWS keeps for itself at the front of a name: of a parameter, a load balancer, a security group, a bucket.
# Source: AWS Systems Manager API Reference, "PutParameter"; Elastic Load Balancing API Reference, "CreateLoadBalancer";
# Amazon EC2 API Reference, "CreateSecurityGroup"; Amazon S3 User Guide, "General purpose bucket naming rules".
_RESERVED = r"aws|ssm|(?:internal|sg|sthree|amzn-s3-demo)(?:-|$)"


def _digest(*parts: str, length: int = _HASH_LENGTH) -> str:
    """A hash of the parts that tells ("a-b", "c") from ("a", "b-c")."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:length]


def _readable(text: str) -> str:
    """The text in lower case letters, digits and single hyphens, starting with a letter and with nothing reserved."""
    cleaned = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return cleaned if re.match(rf"(?!{_RESERVED})[a-z]", cleaned) else f"x{cleaned}"


@dataclass(frozen=True)
class PhysicalNames:
    """The physical names of one component's resources."""

    project: str
    stack: str
    component: str

    @classmethod
    def of(cls, component: str) -> "PhysicalNames":
        """The names for this component in the program and stack that run now."""
        return cls(pulumi.get_project(), pulumi.get_stack(), component)

    def _name(self, limit: int, *suffixes: str) -> str:
        tail = "-".join([_digest(self.project, self.stack, self.component), *suffixes])
        readable = _readable(f"{self.project}-{self.stack}-{self.component}")
        return f"{readable[: limit - len(tail) - 1].rstrip('-')}-{tail}"

    @property
    def load_balancer(self) -> str:
        """At most 32 letters, digits and hyphens."""
        return self._name(LOAD_BALANCER_LIMIT)

    def target_group(self, colour: str, *forces_replacement: str) -> str:
        """At most 32 characters; another name whenever one of the values that force a replacement changes.

        The replacement is created while the old group is in use, so the two need different names.
        """
        return self._name(LOAD_BALANCER_LIMIT, colour, _digest(*forces_replacement, length=5))

    def security_group(self, purpose: str) -> str:
        """A name that stays the same for as long as the component's name does."""
        return self._name(LONG_LIMIT, purpose)

    @property
    def connection(self) -> str:
        """At most 32 characters."""
        return self._name(LOAD_BALANCER_LIMIT)

    @property
    def repository(self) -> str:
        """At most 256 lower-case letters, digits and hyphens."""
        return self._name(LONG_LIMIT)

    @property
    def cluster(self) -> str:
        """At most 255 characters; also the service's and the task definition family's name."""
        return self._name(LONG_LIMIT)

    @property
    def service(self) -> str:
        """At most 255 characters."""
        return self._name(LONG_LIMIT)

    @property
    def task_definition_family(self) -> str:
        """At most 255 characters."""
        return self._name(LONG_LIMIT)

    @property
    def project_name(self) -> str:
        """The CodeBuild project's name, at most 150 characters: its role's trust names it before it exists."""
        return self._name(PROJECT_LIMIT)

    @property
    def deployment_application(self) -> str:
        """The CodeDeploy application's name, at most 100 characters: its role's trust names it before it exists."""
        return self._name(CODE_LIMIT)

    @property
    def deployment_group(self) -> str:
        """At most 100 characters."""
        return self._name(CODE_LIMIT)

    def deployment_configuration(self, kind: str, step_percent: int, interval_minutes: int) -> str:
        """At most 100 characters; another name for another shift, which is made while the old one is in use."""
        return self._name(CODE_LIMIT, kind, f"{step_percent}-percent", f"{interval_minutes}-minutes")

    def alarm(self, purpose: str) -> str:
        """At most 255 characters."""
        return self._name(LONG_LIMIT, purpose)

    def event_rule(self, purpose: str) -> str:
        """At most 64 characters."""
        return self._name(RULE_LIMIT, purpose)

    def queue(self, purpose: str) -> str:
        """At most 80 characters."""
        return self._name(QUEUE_LIMIT, purpose)

    @property
    def pipeline(self) -> str:
        """At most 100 characters."""
        return self._name(CODE_LIMIT)

    def scaling_policy(self, metric: str) -> str:
        """At most 256 characters."""
        return self._name(LONG_LIMIT, metric)

    def role(self, purpose: str) -> str:
        """At most 64 characters."""
        return self._name(ROLE_LIMIT, purpose)

    def hook_function(self, purpose: str) -> str:
        """At most 64 characters, with the beginning that AWS's own policies for CodeDeploy let it call."""
        return f"{HOOK_PREFIX}{self._name(FUNCTION_LIMIT - len(HOOK_PREFIX), purpose)}"

    def log_group(self, service: str) -> str:
        """`/aws/<service>/<name>`, at most 512 characters."""
        return f"/aws/{service}/{self._name(LONG_LIMIT)}"

    def parameter(self, purpose: str) -> str:
        """`/<name>/<purpose>`, at most 1011 characters."""
        return f"/{self._name(LONG_LIMIT)}/{purpose}"

    def artifact_bucket(self, account_id: str, region: str) -> str:
        """At most 63 characters; bucket names are shared by all accounts, so account and region are part of it."""
        return self._name(BUCKET_LIMIT, account_id, region)

    def access_log_bucket(self, account_id: str, region: str) -> str:
        """At most 63 characters, as above."""
        return self._name(BUCKET_LIMIT, "access-logs", account_id, region)
