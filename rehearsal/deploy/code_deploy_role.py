"""Under which role a deployment works.

Source: AWS CodeDeploy User Guide, "Create a service role for CodeDeploy".
"""

from typing import Any

from rehearsal.iam.actor import ClientGiver
from rehearsal.iam.calls import CODEDEPLOY

from .plan import Plan


def take_role(aws: Any, plan: Plan) -> ClientGiver:
    """CodeDeploy assumes its group's role, and reads what it will work on.

    Raises:
        AccessRefused: when the role does not trust CodeDeploy for this group, or may not read something.
    """
    group = plan.group
    codedeploy: ClientGiver = aws.acting_as(CODEDEPLOY, group.service_role_arn, group.arn)
    prefix = f"{aws.region}:{aws.account_id}"
    codedeploy.ask("install", service=f"arn:aws:ecs:{prefix}:service/{group.cluster}/{group.service}")
    codedeploy.ask("shift")
    for name in group.alarm_names:
        codedeploy.ask("alarms", alarm=f"arn:aws:cloudwatch:{prefix}:alarm:{name}")
    return codedeploy
