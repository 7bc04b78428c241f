"""Network interfaces that Lambda gives back late: what they use can only be deleted after them.

Source: terraform-provider-aws, which waits for them in the deletion of security groups and subnets.
"""

import time
from collections.abc import Callable

from botocore.exceptions import ClientError

from rehearsal.resources.registry import Account

DESCRIPTION = "AWS Lambda VPC ENI*"
# AWS takes up to three quarters of an hour; the embedded AWS a moment.
LONGEST_WAIT_SECONDS = 10.0


def delete_after_interfaces(aws: Account, filter_name: str, id: str, delete: Callable[[], object]) -> None:
    """Delete; where something still depends on it, once more after Lambda's interfaces went."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while True:
        # Asked first: between a refusal and a question the last of them may go.
        late = _has_interfaces(aws, filter_name, id)
        try:
            delete()
            return
        except ClientError as error:
            refused = error.response["Error"]["Code"] == "DependencyViolation"
            if not (refused and late) or time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def _has_interfaces(aws: Account, filter_name: str, id: str) -> bool:
    found = aws.client("ec2").describe_network_interfaces(
        Filters=[{"Name": filter_name, "Values": [id]}, {"Name": "description", "Values": [DESCRIPTION]}]
    )
    return bool(found["NetworkInterfaces"])
