"""The three stages as CodePipeline gets them, and the names by which each finds what the one before made."""

import json
from typing import Any

import pulumi
import yaml

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, Pipeline
from tests.components.delivery_parts import pipeline_args
from tests.graph import create


def stages(**settings: Any) -> list[dict[str, Any]]:
    pipeline = create(lambda: Pipeline("web", pipeline_args(**settings)))["web-pipeline"]
    listed = pipeline.inputs["stages"]
    assert isinstance(listed, list)
    return listed


def action(stage: str, **settings: Any) -> dict[str, Any]:
    (found,) = [each for each in stages(**settings) if each["name"] == stage]
    (only,) = found["actions"]
    assert isinstance(only, dict)
    return only


def test_a_push_is_built_and_then_deployed() -> None:
    assert [stage["name"] for stage in stages()] == ["Source", "Build", "Deploy"]


def test_the_source_is_the_branch_of_the_repository_as_a_zip_file() -> None:
    assert action("Source") == {
        "name": "Source",
        "category": "Source",
        "owner": "AWS",
        "provider": "CodeStarSourceConnection",
        "version": "1",
        "configuration": {
            "ConnectionArn": "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d",
            "FullRepositoryId": "acme/web",
            "BranchName": "main",
            "OutputArtifactFormat": "CODE_ZIP",
            "DetectChanges": "true",
        },
        "outputArtifacts": ["SourceArtifact"],
        "namespace": "SourceVariables",
    }


def test_the_build_gets_the_source_and_hands_on_the_files_of_a_release() -> None:
    assert action("Build") == {
        "name": "Build",
        "category": "Build",
        "owner": "AWS",
        "provider": "CodeBuild",
        "version": "1",
        "configuration": {"ProjectName": "shop-project"},
        "inputArtifacts": ["SourceArtifact"],
        "outputArtifacts": ["BuildArtifact"],
        "namespace": "BuildVariables",
    }


def test_the_deployment_takes_everything_from_the_builds_small_artifact() -> None:
    assert action("Deploy") == {
        "name": "Deploy",
        "category": "Deploy",
        "owner": "AWS",
        "provider": "CodeDeployToECS",
        "version": "1",
        "configuration": {
            "ApplicationName": "shop-application",
            "DeploymentGroupName": "shop-group",
            "TaskDefinitionTemplateArtifact": "BuildArtifact",
            "TaskDefinitionTemplatePath": "taskdef.json",
            "AppSpecTemplateArtifact": "BuildArtifact",
            "AppSpecTemplatePath": "appspec.yaml",
            "Image1ArtifactName": "BuildArtifact",
            "Image1ContainerName": "IMAGE1_NAME",
        },
        "inputArtifacts": ["BuildArtifact"],
    }


def test_every_value_of_an_actions_configuration_is_text() -> None:
    values = [value for stage in stages() for value in stage["actions"][0]["configuration"].values()]

    assert {type(value) for value in values} == {str}


def test_another_branch_is_watched() -> None:
    source = action("Source", source={"repository": "acme/shop", "branch": "release"})

    assert source["configuration"]["FullRepositoryId"] == "acme/shop"
    assert source["configuration"]["BranchName"] == "release"


def test_a_branch_may_be_an_output() -> None:
    def program() -> Pipeline:
        source = {"repository": "acme/web", "branch": pulumi.Output.from_input("x")}
        return Pipeline("web", pipeline_args(source=source))

    source, _, _ = create(program)["web-pipeline"].inputs["stages"]

    assert source["actions"][0]["configuration"]["BranchName"] == "x"


def test_the_image_of_a_build_finds_its_place_in_the_task_definition() -> None:
    """Template, buildspec and action: where one of the three changes its name, a release keeps the old image."""
    graph = create(lambda: BlueGreenEcsPipeline("web", {"source": {"repository": "acme/web"}}))
    deploy = graph["web-pipeline"].inputs["stages"][2]["actions"][0]["configuration"]
    buildspec = yaml.safe_load(graph["web-project"].inputs["source"]["buildspec"])
    written = buildspec["phases"]["post_build"]["commands"][0]
    variables = {each["name"]: each for each in graph["web-project"].inputs["environment"]["environmentVariables"]}

    template = json.loads(graph["web-taskdef-template"].inputs["insecureValue"])
    appspec = yaml.safe_load(graph["web-appspec-template"].inputs["insecureValue"])

    (container,) = template["containerDefinitions"]
    assert container["image"] == f"<{deploy['Image1ContainerName']}>"
    assert appspec["Resources"][0]["TargetService"]["Properties"]["TaskDefinition"] == "<TASK_DEFINITION>"
    assert variables["TASK_DEFINITION_TEMPLATE"]["value"] == graph["web-taskdef-template"].inputs["name"]
    assert variables["APPSPEC_TEMPLATE"]["value"] == graph["web-appspec-template"].inputs["name"]
    assert f"printf '%s\\n' \"$TASK_DEFINITION_TEMPLATE\" > {deploy['TaskDefinitionTemplatePath']}\n" in written
    assert f"printf '%s\\n' \"$APPSPEC_TEMPLATE\" > {deploy['AppSpecTemplatePath']}\n" in written
    assert '{"ImageURI":"%s@%s"}' in written
    assert {"taskdef.json", "appspec.yaml", "imageDetail.json"} <= set(buildspec["artifacts"]["files"])
    assert {deploy["TaskDefinitionTemplatePath"], deploy["AppSpecTemplatePath"]} == {"taskdef.json", "appspec.yaml"}
    insisted = buildspec["phases"]["pre_build"]["commands"][0]
    assert container["image"] in insisted
    assert "<TASK_DEFINITION>" in insisted


def test_the_container_of_a_release_is_the_one_that_the_load_balancer_reaches() -> None:
    graph = create(lambda: BlueGreenEcsPipeline("web", {"source": {"repository": "acme/web"}}))

    (container,) = json.loads(graph["web-taskdef-template"].inputs["insecureValue"])["containerDefinitions"]
    appspec = yaml.safe_load(graph["web-appspec-template"].inputs["insecureValue"])
    target = appspec["Resources"][0]["TargetService"]["Properties"]["LoadBalancerInfo"]
    (registered,) = graph["web-service"].inputs["loadBalancers"]
    variables = {each["name"]: each for each in graph["web-project"].inputs["environment"]["environmentVariables"]}

    assert target == {"ContainerName": "app", "ContainerPort": 8080}
    assert container["name"] == "app"
    assert container["portMappings"] == [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}]
    assert (registered["containerName"], registered["containerPort"]) == ("app", 8080)
    assert variables["CONTAINER_NAME"]["value"] == "app"
