"""A redirect leads to a listener of the load balancer, or to another host."""

import pytest

from rehearsal.checks.redirects import find_lost_redirect
from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.vpc.private_and_public_subnet import PrivateAndPublicSubnet

TO_HTTPS = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}


@pytest.fixture(scope="module")
def balancer():
    """A load balancer with a listener for HTTPS and a test listener."""
    with EmbeddedAws() as aws:
        network = PrivateAndPublicSubnet(aws)
        elbv2 = aws.client("elbv2")
        arn = elbv2.create_load_balancer(Name="web", Subnets=[network.public_subnet, network.private_subnet])[
            "LoadBalancers"
        ][0]["LoadBalancerArn"]
        certificate = aws.client("acm").request_certificate(DomainName="www.example.com")["CertificateArn"]
        _, test = [
            elbv2.create_listener(
                LoadBalancerArn=arn,
                Protocol="HTTPS",
                Port=port,
                Certificates=[{"CertificateArn": certificate}],
                DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}],
            )["Listeners"][0]["ListenerArn"]
            for port in (443, 9443)
        ]
        yield aws, arn, test


@pytest.fixture
def lost(balancer):
    aws, arn, test = balancer
    made = []

    def lost(redirect):
        """Why users of a listener at port 80 with this redirect do not arrive."""
        action = {"Type": "redirect", "RedirectConfig": redirect}
        listener = aws.client("elbv2").create_listener(
            LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=[action]
        )["Listeners"][0]["ListenerArn"]
        made.append(listener)
        return find_lost_redirect(aws, [listener], test)

    yield lost
    for listener in made:
        aws.client("elbv2").delete_listener(ListenerArn=listener)


@pytest.mark.parametrize("redirect", [TO_HTTPS, {**TO_HTTPS, "Host": "www.example.org", "Port": "8443"}])
def test_a_redirect_to_another_listener_or_another_host_is_fine(lost, redirect):
    assert lost(redirect) is None


@pytest.mark.parametrize(
    ("redirect", "aim"),
    [
        ({**TO_HTTPS, "Port": "#{port}"}, "HTTPS at port 80, where the load balancer has no listener for users"),
        (
            {**TO_HTTPS, "Protocol": "#{protocol}"},
            "HTTP at port 443, where the load balancer has no listener for users",
        ),
        ({**TO_HTTPS, "Port": "8443"}, "HTTPS at port 8443, where the load balancer has no listener for users"),
        ({**TO_HTTPS, "Port": "9443"}, "HTTPS at port 9443, where the load balancer has no listener for users"),
        ({"Path": "/start", "StatusCode": "HTTP_302"}, "HTTP at port 80, itself"),
    ],
)
def test_a_redirect_that_leads_nowhere_names_its_listener_and_where_it_leads(lost, redirect, aim):
    found = lost(redirect)

    assert found is not None
    assert "of port 80: protocol and port of its redirect lead to" in found
    assert found.endswith(aim)
