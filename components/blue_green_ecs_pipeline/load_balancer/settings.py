"""LoadBalancerArgs with defaults filled in and limits checked."""

from dataclasses import dataclass

import pulumi

from ..group_reader import GroupReader
from ..network.cidr import NETWORK
from ..problems import Problems
from ..text_forms import TextForm, arn, pattern
from .access_log_settings import AccessLogSettings
from .args import AccessLogsArgs, HealthCheckArgs, LoadBalancerArgs
from .health_check import HealthCheckSettings

MAX_PORT = 65535
MAX_DEREGISTRATION_DELAY_SECONDS = 3600  # Elastic Load Balancing API Reference, "TargetGroupAttribute"
HTTP_PORT = 80
HTTPS_PORT = 443
MAX_DOMAIN_NAME_CHARACTERS = 253

_DOMAIN_NAME = pattern(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])")


def _is_domain_name(text: str) -> bool:
    return len(text) <= MAX_DOMAIN_NAME_CHARACTERS and _DOMAIN_NAME(text)


def _host_of_address(text: str) -> str:
    host = text.partition("://")[2].partition("/")[0]
    return f"write {host}" if _is_domain_name(host) else ""


CERTIFICATE_ARN = TextForm(
    "the ARN of an ACM certificate, arn:aws:acm:REGION:ACCOUNT:certificate/ID", arn("acm", "certificate/[A-Za-z0-9-]+")
)
DOMAIN_NAME = TextForm("a full host name, for example www.example.com", _is_domain_name, _host_of_address)
WEB_ACL_ARN = TextForm(
    "the ARN of a regional web ACL, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID",
    arn("wafv2", r"regional/webacl/[\w-]{1,128}/[\w-]+"),
    lambda text: "a global one is for CloudFront" if ":global/webacl/" in text else "",
)


@dataclass(frozen=True)
class LoadBalancerSettings:
    """LoadBalancerArgs with every default filled in and every limit checked. No test_cidrs are the VPC's own."""

    certificate_arn: pulumi.Input[str] | None
    domain_name: pulumi.Input[str] | None
    test_port: int
    test_cidrs: tuple[str, ...] | None
    health_check: HealthCheckSettings
    deregistration_delay_seconds: pulumi.Input[int]
    access_logs: AccessLogSettings | None
    web_acl_arn: pulumi.Input[str] | None
    deletion_protection: bool

    @property
    def tls(self) -> bool:
        """Whether users come in by HTTPS."""
        return self.certificate_arn is not None

    @property
    def production_port(self) -> int:
        """The port that users come in through."""
        return HTTPS_PORT if self.tls else HTTP_PORT

    @property
    def redirect_port(self) -> int | None:
        """The port that sends users to HTTPS, where there is HTTPS."""
        return HTTP_PORT if self.tls else None

    @classmethod
    def from_args(
        cls, args: LoadBalancerArgs, problems: Problems, args_type: type = LoadBalancerArgs
    ) -> "LoadBalancerSettings":
        """Settings for these args; what cannot be used is added to problems."""
        reader = GroupReader("loadBalancer", args, args_type, problems)
        default_test_port = 8443 if reader.given("certificate_arn") else 8080
        settings = cls(
            certificate_arn=reader.text("certificate_arn", None, CERTIFICATE_ARN),
            domain_name=reader.text("domain_name", None, DOMAIN_NAME),
            test_port=reader.integer("test_port", default_test_port, 1, MAX_PORT, plain=True),
            test_cidrs=reader.texts("test_cidrs", NETWORK, plain=True),
            health_check=HealthCheckSettings.from_reader(reader.group("health_check", HealthCheckArgs), problems),
            deregistration_delay_seconds=reader.integer(
                "deregistration_delay_seconds", 30, 0, MAX_DEREGISTRATION_DELAY_SECONDS, "seconds"
            ),
            access_logs=_access_logs(reader, problems),
            web_acl_arn=reader.text("web_acl_arn", None, WEB_ACL_ARN),
            deletion_protection=reader.boolean("deletion_protection", False, plain=True),
        )
        _check_certificate(reader, problems)
        _check_ports(reader, settings.test_port, default_test_port, problems)
        return settings


def _access_logs(reader: GroupReader, problems: Problems) -> AccessLogSettings | None:
    if not reader.given("access_logs"):
        return None
    return AccessLogSettings.from_reader(reader.group("access_logs", AccessLogsArgs), problems)


def _check_certificate(reader: GroupReader, problems: Problems) -> None:
    certificate, domain = reader.setting("certificate_arn"), reader.setting("domain_name")
    if reader.given("certificate_arn") and not reader.given("domain_name"):
        problems.needs(certificate, domain, "browsers accept the certificate under its own host name only")
    elif reader.given("domain_name") and not reader.given("certificate_arn"):
        problems.needs(domain, certificate, "without one the load balancer is used by its own name")


def _check_ports(reader: GroupReader, test_port: int, example: int, problems: Problems) -> None:
    # Also without a certificate: turning TLS on moves the production listener to this port in place.
    users = {HTTP_PORT: "production listener", HTTPS_PORT: "production listener of TLS"}
    if reader.given("certificate_arn"):
        users = {HTTPS_PORT: "production listener", HTTP_PORT: "redirect listener"}
    if reader.comparable(test_port=test_port) and test_port in users:
        problems.port_in_use(reader.setting("test_port"), test_port, users[test_port], example)
