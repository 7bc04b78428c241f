"""The first release changes the image and nothing else."""

import copy

from rehearsal.checks.same_but_image import find_differences

SERVING = {
    "task definition": {
        "cpu": "256",
        "executionRoleArn": "arn:execution",
        "containerDefinitions": [
            {"name": "app", "image": "bootstrap", "command": ["serve"], "portMappings": [{"containerPort": 8080}]}
        ],
    },
    "network configuration": {"awsvpcConfiguration": {"subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-1"]}},
    "load balancer": [{"containerName": "app", "containerPort": 8080}],
}


def released():
    """What a good release makes of it."""
    after = copy.deepcopy(SERVING)
    (container,) = after["task definition"]["containerDefinitions"]
    container["image"] = "built"
    del container["command"]
    after["network configuration"]["awsvpcConfiguration"]["subnets"].reverse()
    return after


def test_another_image_and_command_and_another_order_of_subnets_are_no_difference():
    assert find_differences(SERVING, released()) == []


def test_everything_else_is_one():
    after = released()
    after["task definition"]["executionRoleArn"] = "arn:other"
    after["task definition"]["containerDefinitions"][0]["portMappings"][0]["containerPort"] = 8081
    after["network configuration"]["awsvpcConfiguration"]["assignPublicIp"] = "ENABLED"
    after["network configuration"]["awsvpcConfiguration"]["subnets"].pop()

    assert find_differences(SERVING, after) == [
        "task definition.executionRoleArn: arn:execution by Up, arn:other by the release",
        "task definition.containerDefinitions[0].portMappings[0].containerPort: 8080 by Up, 8081 by the release",
        "network configuration.awsvpcConfiguration.subnets: ['subnet-1', 'subnet-2'] by Up, "
        "['subnet-2'] by the release",
        "network configuration.awsvpcConfiguration.assignPublicIp: nothing by Up, ENABLED by the release",
    ]
