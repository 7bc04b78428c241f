"""The examples in Python, run on the mocks: what each of them makes, and what its services share."""

import ast
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.examples.example import EXAMPLES, PYTHON_EXAMPLES, project_of, run_example
from tests.graph import Graph, create

SERVICES = ["admin", "api", "shop"]


@pytest.fixture(scope="module")
def three() -> Graph:
    return run_example("python-three-services")


@pytest.fixture(scope="module")
def alone() -> Graph:
    return run_example("python-service-alone")


def types(graph: Graph) -> set[str]:
    return {each.type for each in graph.resources}


def test_there_is_one_of_each() -> None:
    assert PYTHON_EXAMPLES == [
        "python-existing-vpc",
        "python-service-alone",
        "python-smallest",
        "python-three-services",
    ]


@pytest.mark.parametrize("example", PYTHON_EXAMPLES)
def test_a_preview_shows_what_up_makes(example: str) -> None:
    assert sorted(each.urn for each in run_example(example, preview=True)) == sorted(
        each.urn for each in run_example(example)
    )


@pytest.mark.parametrize("example", PYTHON_EXAMPLES)
def test_a_python_project_installs_the_component_of_this_repository(example: str) -> None:
    options = project_of(example)["runtime"]["options"]

    assert options == {"toolchain": "pip", "virtualenv": "venv"}
    (requirement,) = (EXAMPLES / example / "requirements.txt").read_text().splitlines()
    assert (EXAMPLES / example / requirement / "pyproject.toml").is_file()


@pytest.mark.parametrize("example", PYTHON_EXAMPLES)
def test_an_example_uses_public_names_alone(example: str) -> None:
    tree = ast.parse((EXAMPLES / example / "__main__.py").read_text())

    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert modules == {"blue_green_ecs_pipeline"}


def test_the_readmes_smallest_program_is_the_smallest_example() -> None:
    (program,) = re.findall(r"## The smallest program\n+```python\n(.*?)```", _readme(), re.DOTALL)

    example = (EXAMPLES / "python-smallest" / "__main__.py").read_text()
    assert [line for line in program.splitlines() if line and line not in example.splitlines()] == []


def _readme() -> str:
    return (EXAMPLES.parent / "README.md").read_text()


@pytest.mark.parametrize(
    ("chapter", "components"), [("blue-green-ecs-pipeline", ["web"]), ("Sharing", ["api", "shop"]), ("Parts", ["web"])]
)
def test_the_programs_in_the_components_readme_run(chapter: str, components: list[str]) -> None:
    readme = (EXAMPLES.parent / "components" / "README.md").read_text()
    (program,) = re.findall(rf"^#+ {chapter}$[^#]*?```python\n(.*?)```", readme, re.MULTILINE | re.DOTALL)

    graph = create(lambda: exec(f"from blue_green_ecs_pipeline import *\n{program}", {}))

    assert sorted(each.name for each in graph.of_type("aws:lb/loadBalancer:LoadBalancer")) == [
        f"{name}-load-balancer" for name in components
    ]


def test_every_example_is_in_the_list_of_them() -> None:
    listed = re.findall(r"^\| \[([\w-]+)\]\(([\w-]+)\)", (EXAMPLES / "README.md").read_text(), re.MULTILINE)

    assert {name for name, _ in listed} == {path.name for path in EXAMPLES.iterdir() if path.is_dir()}
    assert all(name == folder for name, folder in listed)


def test_the_existing_vpc_is_found_by_its_name_and_nothing_is_added_to_it() -> None:
    graph = run_example("python-existing-vpc")

    (vpc, *_) = [call for call in graph.calls if call.token == "aws:ec2/getVpc:getVpc"]
    assert vpc.args["tags"] == {"Name": "main"}
    assert types(graph) & {"awsx:ec2:Vpc", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"} == set()
    assert graph["web-load-balancer"].inputs["subnets"] == ["subnet-a", "subnet-b"]
    assert graph["web-service"].inputs["networkConfiguration"]["subnets"] == ["subnet-c", "subnet-d"]


def test_three_services_share_network_cluster_and_connection(three: Graph) -> None:
    for token in ("awsx:ec2:Vpc", "aws:ecs/cluster:Cluster", "aws:codeconnections/connection:Connection"):
        assert [each.name.split("-")[0] for each in three.of_type(token)] == ["shared"], token
    assert {three[f"{name}-service"].inputs["cluster"] for name in SERVICES} == {
        "arn:aws:ecs:eu-central-1:123456789012:cluster/shared"
    }
    assert {each.inputs["vpcId"] for each in three.resources if "vpcId" in each.inputs} == {"shared-vpc-id"}
    sources = [three[f"{name}-pipeline"].inputs["stages"][0]["actions"][0]["configuration"] for name in SERVICES]
    assert [source["FullRepositoryId"] for source in sources] == ["acme/admin", "acme/api", "acme/shop"]
    assert {source["ConnectionArn"] for source in sources} == {
        "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d"
    }


@pytest.mark.parametrize(
    "token",
    [
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:ecr/repository:Repository",
        "aws:ecs/service:Service",
        "aws:ecs/taskDefinition:TaskDefinition",
        "aws:codedeploy/application:Application",
        "aws:codebuild/project:Project",
        "aws:codepipeline/pipeline:Pipeline",
        "aws:s3/bucket:Bucket",
    ],
)
def test_each_of_three_services_has_its_own(three: Graph, token: str) -> None:
    assert sorted(each.name.split("-")[0] for each in three.of_type(token)) == SERVICES


def test_services_in_one_vpc_have_groups_and_rules_of_their_own(three: Graph) -> None:
    groups = three.of_type("aws:ec2/securityGroup:SecurityGroup")
    rules = [each for each in three.resources if each.type.startswith("aws:vpc/securityGroup")]

    assert len({each.inputs["name"] for each in groups}) == len(groups) == 2 * len(SERVICES) + 1
    for rule in rules:
        service = rule.name.split("-")[0]
        ids = [rule.inputs["securityGroupId"], rule.inputs.get("referencedSecurityGroupId", f"{service}-")]
        assert all(each.startswith(f"{service}-") for each in ids), rule.name


def test_a_service_alone_has_neither_build_nor_pipeline_nor_bucket(alone: Graph) -> None:
    services = {token.split("/")[0] for token in types(alone)}

    assert services & {"aws:codebuild", "aws:codepipeline", "aws:s3", "aws:ssm", "aws:codeconnections"} == set()
    assert {"aws:ecs", "aws:lb", "aws:ecr", "aws:codedeploy"} <= services


def test_codedeploys_role_needs_no_artifacts_where_there_is_no_pipeline(alone: Graph) -> None:
    policies = [each for each in alone.of_type("aws:iam/rolePolicy:RolePolicy") if "deployment" in each.inputs["role"]]

    (policy,) = policies
    actions = {action for statement in policy.json("policy")["Statement"] for action in statement["Action"]}
    assert {action for action in actions if action.startswith("s3:")} == set()


def test_the_files_of_a_release_are_outputs_of_the_service(alone: Graph) -> None:
    task_definition = json.loads(alone.exports["task_definition_template"])
    (target,) = yaml.safe_load(alone.exports["appspec_template"])["Resources"]

    assert task_definition["containerDefinitions"][0]["image"] == "<IMAGE1_NAME>"
    assert target["TargetService"]["Properties"]["TaskDefinition"] == "<TASK_DEFINITION>"


def test_the_commands_of_the_other_ci_deploy_the_image(alone: Graph, tmp_path: Path) -> None:
    """The README's own commands, with an aws and a pulumi that keep what they are asked."""
    (commands,) = re.findall(
        r"```bash\n(.*?)```", (EXAMPLES / "python-service-alone" / "README.md").read_text(), re.DOTALL
    )
    (tmp_path / "exports.json").write_text(json.dumps(alone.exports))
    _command(tmp_path / "pulumi", 'import json; print(json.load(open("exports.json"))[sys.argv[3]])')
    _command(
        tmp_path / "aws",
        'open("asked", "a").write(" ".join(sys.argv[1:]) + "\\n")\n'
        'answers = {"register-task-definition": "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:7", '
        '"create-deployment": "d-1"}\n'
        'print(answers.get(sys.argv[2], ""))',
    )
    image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web@sha256:0a1b"
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "IMAGE": image}

    subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=tmp_path, env=environment, check=True, timeout=60)

    name = alone.exports["deployment_group_name"]
    assert (tmp_path / "asked").read_text().splitlines() == [
        "ecs register-task-definition --cli-input-json file://taskdef.json "
        "--query taskDefinition.taskDefinitionArn --output text",
        f"deploy create-deployment --query deploymentId --output text --application-name {name} "
        f"--deployment-group-name {name} --revision file://revision.json",
        "deploy wait deployment-successful --deployment-id d-1",
    ]
    assert json.loads((tmp_path / "taskdef.json").read_text())["containerDefinitions"][0]["image"] == image
    revision = json.loads((tmp_path / "revision.json").read_text())
    (target,) = yaml.safe_load(revision["appSpecContent"]["content"])["Resources"]
    assert revision["revisionType"] == "AppSpecContent"
    assert target["TargetService"]["Properties"]["TaskDefinition"].endswith(":task-definition/web:7")


def _command(path: Path, program: str) -> None:
    path.write_text(f"#!/usr/bin/env python3\nimport sys\n{program}\n")
    path.chmod(0o755)
