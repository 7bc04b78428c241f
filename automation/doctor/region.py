"""Does the Region have all the services that a release needs?"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import boto3

from automation.doctor.case import Case
from automation.doctor.finding import Finding, State

PAGE = "https://aws.amazon.com/about-aws/global-infrastructure/regional-product-services/"
# CloudFormation's resource schemas and botocore's endpoints, November 2026. A Region that is not here has the service.
NOT_OFFERED: Mapping[str, str] = {
    "CodeConnections": "af-south-1 ap-east-1 ap-east-2 ap-northeast-3 ap-south-2 ap-southeast-3 ap-southeast-4 "
    "ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 eu-south-2 il-central-1 me-central-1 "
    "mx-central-1 cn-north-1 cn-northwest-1",
    "CodeBuild": "ap-east-2 ca-west-1 mx-central-1",
    "CodePipeline": "ap-east-2 ap-southeast-7 ca-west-1 mx-central-1",
}


def look(case: Case) -> Iterator[Finding]:
    """The Region's name, and what is not offered in it."""
    region = case.region
    if not region:
        file = case.project.settings_file(case.stack).name
        yield Finding("region", State.MISSING, "no Region is set", f"set aws:region in {file}, or AWS_REGION")
        return
    known = regions()
    if region not in known:
        near = get_close_matches(region, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "known are those of the page"
        yield Finding("region", State.UNKNOWN, f"{region} is no Region that this version of boto3 knows", hint, PAGE)
        return
    missing = [service for service, without in NOT_OFFERED.items() if region in without.split()]
    for service in missing:
        yield Finding("region", State.MISSING, f"{service} is not offered in {region}", "choose another Region", PAGE)
    if not missing:
        yield Finding("region", State.OK, f"{region} has {', '.join(NOT_OFFERED)}")


def regions() -> list[str]:
    """Every Region of every partition that boto3 knows."""
    session = boto3.Session()
    return [name for of in session.get_available_partitions() for name in session.get_available_regions("ec2", of)]
