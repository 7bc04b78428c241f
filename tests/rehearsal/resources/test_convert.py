"""Pulumi's inputs become botocore's parameters by the names in botocore's own model, and back."""

import boto3
import pytest

from rehearsal.resources.convert import overlay, parameters, plain_tags
from rehearsal.resources.registry import InvalidProperty


@pytest.fixture(scope="module")
def client():
    session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="eu-central-1")
    return session.client


def test_names_are_found_whatever_their_case_and_types_follow_the_model(client):
    inputs = {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24", "ipv6Native": "false"}

    assert parameters(client("ec2"), "CreateSubnet", inputs) == {
        "VpcId": "vpc-1",
        "CidrBlock": "10.0.0.0/24",
        "Ipv6Native": False,
    }


def test_numbers_are_whole_where_the_model_says_so_and_text_where_it_says_that(client):
    wanted = parameters(client("elbv2"), "CreateTargetGroup", {"port": 8080.0, "healthCheckPort": 8080.0})

    assert wanted == {"Port": 8080, "HealthCheckPort": "8080"}


def test_one_object_becomes_a_list_where_aws_wants_one(client):
    inputs = {"repositoryName": "web", "imageTagMutabilityExclusionFilter": {"filter": "latest"}}

    wanted = parameters(client("ecr"), "CreateRepository", inputs)

    assert wanted["imageTagMutabilityExclusionFilters"] == [{"filter": "latest"}]


def test_a_map_of_tags_becomes_a_list_of_pairs_in_the_service_s_own_case(client):
    tags = {"team": "web"}

    assert parameters(client("ecs"), "CreateCluster", {"tags": tags}) == {"tags": [{"key": "team", "value": "web"}]}
    assert parameters(client("iam"), "CreateRole", {"tags": tags}) == {"Tags": [{"Key": "team", "Value": "web"}]}


def test_nothing_is_sent_for_what_is_none_for_empty_tags_and_for_what_goes_elsewhere(client):
    inputs = {"roleName": "web", "description": None, "tags": {}, "forceDetachPolicies": True, "region": "eu-central-1"}

    wanted = parameters(client("iam"), "CreateRole", inputs, elsewhere=("forceDetachPolicies",))

    assert wanted == {"RoleName": "web"}


def test_an_unknown_input_is_named_with_the_nearest_known_one(client):
    with pytest.raises(InvalidProperty) as refused:
        parameters(client("iam"), "CreateRole", {"assumeRolePolicyDocumnt": "{}"})

    assert str(refused.value) == (
        "assumeRolePolicyDocumnt: CreateRole has no such property; did you mean assumeRolePolicyDocument?"
    )


def test_an_unknown_input_deep_inside_is_named_by_its_path(client):
    inputs = {"repositoryName": "web", "imageScanningConfiguration": {"scanOnPsh": True}}

    with pytest.raises(InvalidProperty, match=r"^imageScanningConfiguration\.scanOnPsh: CreateRepository has no"):
        parameters(client("ecr"), "CreateRepository", inputs)


@pytest.mark.parametrize("value", ["eighty", 80.5, [], {}])
def test_what_is_no_whole_number_is_refused(client, value):
    with pytest.raises(InvalidProperty, match="port: got .*, allowed is a whole number"):
        parameters(client("elbv2"), "CreateTargetGroup", {"port": value})


def test_live_values_take_the_place_of_recorded_ones_in_the_program_s_shape():
    recorded = {
        "port": 80.0,
        "tags": {"team": "web"},
        "policy": '{"a": 1}',
        "subnets": ["a", "b"],
        "healthCheck": {"path": "/"},
        "forceDelete": True,
    }
    live = {
        "Port": 80,
        "Tags": [{"Key": "team", "Value": "shop"}, {"Key": "aws:created", "Value": "x"}],
        "Policy": '{"a":1}',
        "Subnets": ["b", "a"],
        "HealthCheck": {"Path": "/health", "Port": "traffic-port"},
        "Arn": "arn",
    }

    assert overlay(recorded, live) == {
        "port": 80.0,
        "tags": {"team": "shop"},
        "policy": '{"a": 1}',
        "subnets": ["a", "b"],
        "healthCheck": {"path": "/health"},
        "forceDelete": True,
    }


def test_a_longer_live_list_is_shown_with_pulumi_s_names():
    recorded = {"filters": [{"name": "a"}]}
    live = {"Filters": [{"Name": "a", "CidrBlock": "x"}, {"Name": "b", "CidrBlock": "y"}]}

    assert overlay(recorded, live) == {"filters": [{"name": "a", "cidrBlock": "x"}, {"name": "b", "cidrBlock": "y"}]}


def test_aws_s_own_tags_are_none_of_the_program_s():
    assert plain_tags([{"key": "team", "value": "web"}, {"Key": "aws:stack", "Value": "x"}]) == {"team": "web"}
