"""What a stack finds in an account: an alarm and a hook function that its owner has made, and names in its settings."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from blue_green_ecs_pipeline.smoke_test import function

REPORTING_MODULES = Path(function.__file__).parent
ALARM = "shop-orders"
NAMESPACE, METRIC = "Shop", "FailedOrders"
HOOK = "CodeDeployHook_migrations"
HOOK_SECONDS = 2
# Reports as the component's own function does, whose modules it takes along.
REPORT = """\
import os

from function.report import Hook, report


def handler(event, context):
    report(Hook.of(event), "Succeeded", os.environ)
"""


class Surroundings:
    """Made before the stack's first up."""

    def __init__(self, aws: Any) -> None:
        self._aws = aws
        aws.client("cloudwatch").put_metric_alarm(
            AlarmName=ALARM,
            Namespace=NAMESPACE,
            MetricName=METRIC,
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=0,
            ComparisonOperator="GreaterThanThreshold",
            TreatMissingData="notBreaching",
        )
        role = aws.client("iam").create_role(RoleName="migrations", AssumeRolePolicyDocument=_trust())["Role"]
        aws.client("iam").put_role_policy(
            RoleName="migrations", PolicyName="report", PolicyDocument=_may_report(aws.region, aws.account_id)
        )
        aws.client("lambda").create_function(
            FunctionName=HOOK,
            Runtime="python3.13",
            Handler="index.handler",
            Role=role["Arn"],
            Timeout=HOOK_SECONDS,
            Environment={"Variables": {"DNS_SUFFIX": "amazonaws.com"}},
            Code={"ZipFile": _zip(REPORT)},
        )

    @contextmanager
    def hook(self, code: str) -> Iterator[None]:
        """Another version of the hook function, for a while."""
        self._update(code)
        try:
            yield
        finally:
            self._update(REPORT)

    def _update(self, code: str) -> None:
        self._aws.client("lambda").update_function_code(FunctionName=HOOK, ZipFile=_zip(code))


def _zip(code: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", code)
        for module in sorted(REPORTING_MODULES.glob("*.py")):
            archive.writestr(f"function/{module.name}", module.read_text())
    return buffer.getvalue()


def _trust() -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _may_report(region: str, account_id: str) -> str:
    statement = {
        "Effect": "Allow",
        "Action": "codedeploy:PutLifecycleEventHookExecutionStatus",
        "Resource": f"arn:aws:codedeploy:{region}:{account_id}:deploymentgroup:*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
