"""What the steps after Up read of the pipeline."""

import pytest

from rehearsal.failure import RehearsalError
from rehearsal.pipeline import DeployedService, PipelineStructure, read_deployed_service, read_pipeline

ROLE = "arn:aws:iam::123456789012:role/web-pipeline"
SOURCE = {"ConnectionArn": "arn:connection", "FullRepositoryId": "acme/web", "BranchName": "main"}
BUILD = {"ProjectName": "web-build"}
DEPLOY = {"ApplicationName": "web", "DeploymentGroupName": "web-group"}


def action(provider, configuration):
    return {"name": provider, "actionTypeId": {"provider": provider}, "configuration": configuration}


def actions():
    return {
        "CodeStarSourceConnection": action("CodeStarSourceConnection", SOURCE),
        "CodeBuild": action("CodeBuild", BUILD),
        "CodeDeployToECS": action("CodeDeployToECS", DEPLOY),
    }


class FakeAws:
    """Answers for one pipeline and one deployment group, and for no other."""

    def __init__(self, stages=(), group=None):
        self.stages = stages
        self.group = group

    def client(self, service):
        assert service in ("codepipeline", "codedeploy")
        return self

    def get_pipeline(self, name):
        assert name == "web"
        pipeline = {"name": name, "roleArn": ROLE, "artifactStore": {"location": "artifacts"}}
        return {"pipeline": {**pipeline, "stages": list(self.stages)}}

    def get_deployment_group(self, applicationName, deploymentGroupName):
        assert (applicationName, deploymentGroupName) == ("web", "web-group")
        return {"deploymentGroupInfo": self.group}


def structure():
    return PipelineStructure("web", ROLE, "artifacts", SOURCE, BUILD, DEPLOY)


def test_each_action_is_found_by_its_provider_wherever_it_stands():
    source, build, deploy = actions().values()
    aws = FakeAws([{"actions": [deploy]}, {"actions": [build, source]}])

    assert read_pipeline(aws, "web") == structure()


@pytest.mark.parametrize("missing", ["CodeStarSourceConnection", "CodeBuild", "CodeDeployToECS"])
def test_a_pipeline_that_lacks_an_action_is_refused_by_its_name(missing):
    aws = FakeAws([{"actions": [found]} for provider, found in actions().items() if provider != missing])

    with pytest.raises(RehearsalError, match=f"^Pipeline, web: no action of provider {missing}$"):
        read_pipeline(aws, "web")


def group(**changes):
    pair = {
        "prodTrafficRoute": {"listenerArns": ["arn:production"]},
        "testTrafficRoute": {"listenerArns": ["arn:test"]},
    }
    return {
        "ecsServices": [{"clusterName": "cluster", "serviceName": "service"}],
        "loadBalancerInfo": {"targetGroupPairInfoList": [pair | changes]},
    }


def test_service_and_listeners_are_those_of_the_deployment_group():
    found = read_deployed_service(FakeAws(group=group()), structure())

    assert found == DeployedService("cluster", "service", "arn:production", "arn:test")
