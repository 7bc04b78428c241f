"""What a listener proves its name with: the host names that its certificate is for.

Source: AWS Certificate Manager User Guide, "Certificate characteristics and limitations".
"""

from typing import Any


def certificate_names(aws: Any, listener_arn: str) -> list[str] | None:
    """The names of an HTTPS listener's certificate; None for a listener without TLS."""
    described = aws.client("elbv2").describe_listeners(ListenerArns=[listener_arn])["Listeners"][0]
    if described["Protocol"] != "HTTPS":
        return None
    names: set[str] = set()
    for certificate in described.get("Certificates", []):
        if ":acm:" not in certificate["CertificateArn"]:
            return ["*"]  # an IAM server certificate: what it is for stands inside of it
        found = aws.client("acm").describe_certificate(CertificateArn=certificate["CertificateArn"])["Certificate"]
        names |= {found["DomainName"], *found.get("SubjectAlternativeNames", [])}
    return sorted(names)
