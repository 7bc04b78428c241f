"""What CodePipeline refuses of actions."""

import copy

import pytest

from rehearsal.resources.codepipeline_rules import require_fitting_actions
from rehearsal.resources.registry import InvalidProperty

SOURCE = {
    "name": "Source",
    "category": "Source",
    "owner": "AWS",
    "provider": "CodeStarSourceConnection",
    "version": "1",
    "configuration": {"FullRepositoryId": "acme/web", "DetectChanges": "true", "BranchName": "main"},
    "outputArtifacts": ["SourceArtifact"],
    "namespace": "SourceVariables",
}
BUILD = {
    "name": "Build",
    "category": "Build",
    "owner": "AWS",
    "provider": "CodeBuild",
    "version": "1",
    "configuration": {"ProjectName": "web", "EnvironmentVariables": "#{SourceVariables.CommitId} #{variables.x}"},
    "inputArtifacts": ["SourceArtifact"],
}
PIPELINE = {
    "stages": [{"name": "Source", "actions": [SOURCE]}, {"name": "Build", "actions": [BUILD]}],
    "artifactStores": [{"location": "web", "type": "S3"}],
}


class FakeAccount:
    region = "eu-central-1"


def changed(path, value):
    """The pipeline with another value there."""
    pipeline = copy.deepcopy(PIPELINE)
    holder = pipeline
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return pipeline


def test_actions_that_fit_are_taken():
    require_fitting_actions(FakeAccount(), PIPELINE)


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("stages", 1, "name"), "Source", "stages: the name Source is there twice"),
        (("stages", 0, "actions", 0, "provider"), "CodeConnections", "actions[0].provider: got CodeConnections, known"),
        (("stages", 1, "actions", 0, "provider"), "Jenkins", "provider: there is no action of owner AWS and provider"),
        (("stages", 1, "actions", 0, "owner"), "Custom", "owner: got Custom, the provider CodeBuild has AWS"),
        (("stages", 1, "actions", 0, "version"), "2", "version: got 2, the provider CodeBuild has 1"),
        (("stages", 1, "actions", 0, "category"), "Deploy", "category: got Deploy, the provider CodeBuild has Build"),
        (("stages", 1, "actions", 0, "inputArtifacts"), [], "inputArtifacts: got 0, an action of CodeBuild has 1 to 5"),
        (("stages", 0, "actions", 0, "outputArtifacts"), [], "outputArtifacts: got 0, an action of CodeStarSource"),
        (("stages", 0, "actions", 0, "configuration", "DetectChanges"), "yes", "DetectChanges: got 'yes', allowed are"),
        (("stages", 0, "actions", 0, "configuration", "BranchName"), "", "configuration.BranchName: is empty"),
        (("stages", 0, "actions", 0, "configuration", "FullRepositoryId"), "acme", "the form is owner/repository"),
        (("stages", 0, "actions", 0, "namespace"), "Source", "no action before it has the namespace SourceVariables"),
        (("stages", 1, "actions", 0, "region"), "us-east-1", "region: the pipeline has no artifact store in us-east-1"),
        (("artifactStores", 0, "region"), "us-east-1", "artifactStores[0].region: one store alone is"),
    ],
)
def test_an_action_that_does_not_fit_names_the_property(path, value, reason):
    with pytest.raises(InvalidProperty) as refused:
        require_fitting_actions(FakeAccount(), changed(path, value))

    assert reason in str(refused.value)
