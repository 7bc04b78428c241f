"""This project's own program with its production stack, whose certificate somebody has to bring."""

import pytest
import yaml
from moto.moto_api._internal.models import moto_api_backend

from rehearsal.failure import RehearsalError
from rehearsal.up.program import destroy, up
from rehearsal.up.state import State
from tests.engine import code_deploy
from tests.rehearsal.account_inventory import difference, inventory
from tests.rehearsal.project_copy import PROJECT_DIRECTORY, copy_project
from tests.rehearsal.up.production import with_what_it_needs

PREFIX = "blue-green-ecs-pipeline"


@pytest.fixture
def aws(embedded_aws):
    yield embedded_aws
    moto_api_backend.reset()


@pytest.fixture
def project(aws, tmp_path):
    """The project with the certificate that somebody has requested for it."""
    folder = copy_project(tmp_path / "project")
    config = with_what_it_needs(aws, PROJECT_DIRECTORY / "Pulumi.prod.yaml")
    (folder / "Pulumi.prod.yaml").write_text(yaml.safe_dump({"config": config}))
    return folder


def force_everything(project):
    """The second step of removing a stack: images and artifacts may go."""
    file = project / "Pulumi.prod.yaml"
    config = yaml.safe_load(file.read_text())["config"]
    config[f"{PREFIX}:imageRepository"]["forceDelete"] = True
    config[f"{PREFIX}:pipeline"]["forceDestroyArtifacts"] = True
    config[f"{PREFIX}:loadBalancer"]["deletionProtection"] = False
    config[f"{PREFIX}:loadBalancer"]["accessLogs"]["forceDestroy"] = True
    file.write_text(yaml.safe_dump({"config": config}))


@pytest.mark.parametrize(
    ("group", "key", "refusal"),
    [
        ("loadBalancer", "certificateArn", "listener: certificateArn: there is no arn:aws:acm:eu-central-1:"),
        ("loadBalancer", "webAclArn", "web-web-acl-association: webAclArn: there is no arn:aws:wafv2:eu-central-1:"),
        ("encryption", "kmsKeyArn", "kmsKeyId: there is no key arn:aws:kms:eu-central-1:"),
    ],
)
def test_the_production_stack_needs_its_placeholders_replaced(aws, project, group, key, refusal):
    placeholders = yaml.safe_load((PROJECT_DIRECTORY / "Pulumi.prod.yaml").read_text())["config"]
    file = project / "Pulumi.prod.yaml"
    config = yaml.safe_load(file.read_text())["config"]
    config[f"{PREFIX}:{group}"][key] = placeholders[f"{PREFIX}:{group}"][key]
    file.write_text(yaml.safe_dump({"config": config}))

    with pytest.raises(RehearsalError, match=refusal):
        up(aws, project, "prod", State())


def test_the_production_stack_comes_up_in_three_zones_with_tls(aws, project):
    result = up(aws, project, "prod", State())

    assert {change.kind for change in result.changes} == {"create"}
    assert result.outputs["url"] == "https://www.example.com"
    assert len(result.outputs["private_subnet_ids"]) == 3
    assert len(inventory(aws)["NAT gateway"]) == 3


def test_a_second_up_of_the_production_stack_changes_nothing(aws, project):
    state = State()
    first = up(aws, project, "prod", state)

    second = up(aws, project, "prod", state)

    assert second.changes == []
    assert second.outputs == first.outputs


def test_an_up_after_a_release_leaves_the_production_stack_alone(aws, project):
    state = State()
    pipeline = up(aws, project, "prod", state).outputs["pipeline_name"]
    code_deploy.release(aws, pipeline)
    released, serving = code_deploy.described(aws, pipeline), code_deploy.weights(aws, pipeline)

    after = up(aws, project, "prod", state)

    assert after.changes == []
    assert code_deploy.described(aws, pipeline)["taskSets"] == released["taskSets"]
    assert code_deploy.weights(aws, pipeline) == serving


def test_the_production_stack_is_removed_in_two_steps_and_leaves_nothing(aws, project):
    before, state = inventory(aws), State()
    up(aws, project, "prod", state)
    with_everything = inventory(aws)

    with pytest.raises(
        RehearsalError,
        match="web-image-repository, .* web-load-balancer, .* web-access-log-bucket, .* web-artifact-bucket: protected",
    ):
        destroy(aws, state)
    kept = inventory(aws)
    force_everything(project)
    forced = up(aws, project, "prod", state)
    destroy(aws, state)

    assert kept == with_everything
    assert {change.kind for change in forced.changes} == {"update"}
    assert difference(inventory(aws), before) == {}
