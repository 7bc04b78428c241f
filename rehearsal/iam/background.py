"""What AWS's services do for a stack, whether a release comes or not: flow logs, access logs, events to queues, and the
encryption of logs and queues under a key of one's own.
"""

from typing import Any

from .calls import EVENTBRIDGE, EVENTBRIDGE_AT_KMS, FLOW_LOGS, LOAD_BALANCER_LOGS, LOGS
from .encryption import own_key


def work_in_background(aws: Any) -> None:
    """Asks IAM for all of it.

    Raises:
        AccessRefused: when a role or the policy of a resource does not admit it.
    """
    if aws.authorise:
        _write_flow_logs(aws)
        _write_access_logs(aws)
        _encrypt_log_groups(aws)
        _deliver_events(aws)


def _write_flow_logs(aws: Any) -> None:
    for log in aws.client("ec2").describe_flow_logs()["FlowLogs"]:
        role, prefix = log.get("DeliverLogsPermissionArn"), f"arn:aws:logs:{aws.region}:{aws.account_id}"
        if role:
            arn = f"arn:aws:ec2:{aws.region}:{aws.account_id}:vpc-flow-log/{log['FlowLogId']}"
            name = log.get("LogGroupName") or log["LogDestination"].split(":")[6]
            group = f"{prefix}:log-group:{name}"
            # Where no stream is named, AWS's refusals have an empty one, and without a group an empty group too.
            aws.acting_as(FLOW_LOGS, role, arn).ask(
                "deliver",
                group=f"{group}:log-stream:",
                groups=f"{prefix}:log-group::log-stream:",
                stream=f"{group}:log-stream:eni-1-all",
            )


def _write_access_logs(aws: Any) -> None:
    elbv2 = aws.client("elbv2")
    for balancer in elbv2.describe_load_balancers()["LoadBalancers"]:
        arn = balancer["LoadBalancerArn"]
        listed = elbv2.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
        attributes = {attribute["Key"]: attribute["Value"] for attribute in listed}
        if attributes.get("access_logs.s3.enabled") == "true":
            folder = "/".join(filter(None, [attributes.get("access_logs.s3.prefix"), "AWSLogs", aws.account_id]))
            file = f"arn:aws:s3:::{attributes['access_logs.s3.bucket']}/{folder}/ELBAccessLogTestFile"
            aws.ask_as_service(LOAD_BALANCER_LOGS, "write", arn, file=file)


def _encrypt_log_groups(aws: Any) -> None:
    for group in aws.client("logs").describe_log_groups()["logGroups"]:
        if key := own_key(aws, group.get("kmsKeyId")):
            arn = group["arn"].removesuffix(":*")
            context = {"kms:encryptioncontext:aws:logs:arn": (arn,)}
            aws.ask_as_service(LOGS, "encrypt", arn, context, key=key)


def _deliver_events(aws: Any) -> None:
    """When there is something to tell, it is too late to find out."""
    sqs, events = aws.client("sqs"), aws.client("events")
    for rule in events.list_rules()["Rules"]:
        for target in events.list_targets_by_rule(Rule=rule["Name"])["Targets"]:
            if target["Arn"].split(":")[2] == "sqs":
                aws.ask_as_service(EVENTBRIDGE, "deliver", rule["Arn"], queue=target["Arn"])
                url = sqs.get_queue_url(QueueName=target["Arn"].rpartition(":")[2])["QueueUrl"]
                wanted = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["KmsMasterKeyId"])
                if key := own_key(aws, wanted.get("Attributes", {}).get("KmsMasterKeyId")):
                    aws.ask_as_service(EVENTBRIDGE_AT_KMS, "deliver", rule["Arn"], key=key)
