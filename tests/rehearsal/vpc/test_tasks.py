"""What a task reaches before its containers start."""

import pytest

from rehearsal.vpc.tasks import find_closed_start, interfaces_of

ECR_IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:1"
PUBLIC_IMAGE = "public.ecr.aws/docker/library/python:3.13"
SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-AbCdEf"


def container(image=PUBLIC_IMAGE, **more):
    return {"name": "app", "image": image, **more}


def closed(network, *containers):
    where = {"subnets": [network.private_subnet], "securityGroups": [network.task_group]}
    tasks = interfaces_of({"awsvpcConfiguration": where}, "a task")
    return find_closed_start(network.aws, tasks, containers)


def test_a_task_that_leaves_by_a_nat_gateway_starts(network):
    logs = {"logDriver": "awslogs"}

    assert closed(network, container(ECR_IMAGE, logConfiguration=logs, secrets=[{"valueFrom": SECRET}])) is None


@pytest.mark.parametrize(
    ("image", "words"),
    [(ECR_IMAGE, "has no usable endpoint for AWS's ecr.api"), (PUBLIC_IMAGE, "has no route to the internet")],
)
def test_an_image_out_of_reach_cannot_be_pulled(network, image, words):
    network.unroute(network.private_table)

    found = closed(network, container(image))

    assert found.startswith(f"CannotPullContainerError: pull of {image} timed out: ")
    assert words in found


def test_layers_logs_and_secrets_need_a_way_of_their_own(network):
    network.unroute(network.private_table)
    group = network.group("endpoints")
    network.let_in(group, {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/16"}]})
    endpoint = {"SubnetIds": [network.private_subnet], "SecurityGroupIds": [group], "PrivateDnsEnabled": True}
    whole = container(
        ECR_IMAGE,
        logConfiguration={"logDriver": "awslogs"},
        secrets=[{"valueFrom": SECRET}, {"valueFrom": "/web/parameter"}],
    )
    missing = []
    for service in ("ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager", "ssm"):
        missing.append(closed(network, whole).rpartition("AWS's ")[2])
        if service == "s3":
            network.endpoint(service, "Gateway", RouteTableIds=[network.private_table])
        else:
            network.endpoint(service, "Interface", **endpoint)

    assert missing == ["ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager", "ssm"]
    assert closed(network, whole) is None
