"""What a web ACL of AWS WAF looks at."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError

from rehearsal.resources.convert import parameters
from rehearsal.resources.described import DescribedType
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register

RENAMES = {"webAclArn": "WebACLArn"}


@register
class WebAclAssociation(DescribedType):
    """A web ACL in front of a load balancer.

    Source: terraform-provider-aws, resource aws_wafv2_web_acl_association: resource_arn, web_acl_arn force a new
    resource.
    """

    token = "aws:wafv2/webAclAssociation:WebAclAssociation"
    replace_on = frozenset({"resourceArn", "webAclArn"})
    # A resource has one web ACL: the new one takes the old one's place, and going afterwards would take that away.
    delete_before_replace = True
    renames = RENAMES

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        wafv2 = aws.client("wafv2")
        _require_load_balancer(aws, inputs["resourceArn"])
        acl = str(inputs["webAclArn"])
        if acl.split(":")[3:4] != [aws.region]:
            raise InvalidProperty("webAclArn", f"{acl} is not in {aws.region}")
        with _naming_acl(acl):
            wafv2.associate_web_acl(**parameters(wafv2, "AssociateWebACL", inputs, renames=RENAMES))
        id = f"{acl},{inputs['resourceArn']}"
        return id, self.after(aws, id, inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        resource = id.split(",")[1]
        found = aws.client("wafv2").get_web_acl_for_resource(ResourceArn=resource).get("WebACL")
        return {"WebACLArn": found["ARN"], "ResourceArn": resource} if found else None

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        aws.client("wafv2").disassociate_web_acl(ResourceArn=inputs["resourceArn"])


@contextmanager
def _naming_acl(acl: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] == "WAFNonexistentItemException":
            raise InvalidProperty("webAclArn", f"there is no {acl}") from error
        raise


def _require_load_balancer(aws: Account, arn: str) -> None:
    with referring("resourceArn", arn):
        aws.client("elbv2").describe_load_balancers(LoadBalancerArns=[arn])
