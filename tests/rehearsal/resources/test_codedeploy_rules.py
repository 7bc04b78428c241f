"""What CodeDeploy refuses of the wires of a deployment group."""

import pytest

from rehearsal.resources.registry import ResourceError

PAIR = "loadBalancerInfo.targetGroupPairInfo"


def refused(account, **changes):
    pair = account.deployment_group_inputs()["loadBalancerInfo"]["targetGroupPairInfo"]
    with pytest.raises(ResourceError) as error:
        account.deployment_group(loadBalancerInfo={"targetGroupPairInfo": {**pair, **changes}})
    return str(error.value).partition(" web: ")[2]


def test_the_pair_has_two_target_groups(account):
    assert refused(account, targetGroups=[{"name": "blue"}] * 2) == (
        f"{PAIR}.targetGroups[1].name: blue is both of the pair"
    )


def test_each_kind_of_traffic_has_a_listener_of_its_own(account):
    production = {"listenerArns": [account.production_listener]}

    assert refused(account, testTrafficRoute=production) == (
        f"{PAIR}.testTrafficRoute.listenerArns: it is the production listener too"
    )


def test_a_route_has_one_listener(account):
    assert "got 0 listeners, allowed is one" in refused(account, testTrafficRoute={"listenerArns": []})


def test_the_pair_is_of_one_kind(account):
    account.target_group("machines", target_type="instance")

    assert refused(account, targetGroups=[{"name": "blue"}, {"name": "machines"}]) == (
        f"{PAIR}.targetGroups: the pair differs in TargetType: blue has ip, machines has instance"
    )


def test_the_target_group_that_serves_is_one_of_the_pair(account):
    account.target_group("other")

    assert refused(account, targetGroups=[{"name": "other"}, {"name": "green"}]).startswith(
        f"{PAIR}.targetGroups: {account.blue}, which the service's primary task set has, is none"
    )


def test_the_target_group_that_serves_is_behind_the_production_listener(account):
    green = account.listener(81, account.green)

    assert refused(account, prodTrafficRoute={"listenerArns": [green]}) == (
        f"{PAIR}.prodTrafficRoute.listenerArns: Primary taskset target group must be behind listener {green}"
    )


def test_a_listener_leads_to_the_pair(account):
    elsewhere = account.listener(82, account.target_group("other"))

    assert refused(account, prodTrafficRoute={"listenerArns": [elsewhere]}).endswith("forwards to none of the pair")


def test_a_service_is_for_an_application_of_ecs(account):
    account.service()
    account.role("deployment", "codedeploy.amazonaws.com")
    account.create("aws:codedeploy/application:Application", {"name": "web", "computePlatform": "Server"})

    with pytest.raises(ResourceError) as error:
        account.create("aws:codedeploy/deploymentGroup:DeploymentGroup", account.deployment_group_inputs())

    assert "ecsService: the application's compute platform is Server" in str(error.value)
