"""The pipeline itself: how it runs, where it keeps its artifacts, and what it waits for."""

from typing import Any

import pytest

from blue_green_ecs_pipeline import ConfigurationError, Pipeline
from tests.components.delivery_parts import pipeline_args
from tests.graph import Graph, attempt, create


def pipeline(**settings: Any) -> Graph:
    return create(lambda: Pipeline("web", pipeline_args(**settings)))


def test_releases_wait_for_each_other_because_codedeploy_refuses_two_at_a_time() -> None:
    inputs = pipeline()["web-pipeline"].inputs

    assert [stage["name"] for stage in inputs.pop("stages")] == ["Source", "Build", "Deploy"]
    assert inputs == {
        "name": "shop-dev-web-29d8601b",
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "roleArn": "arn:aws:iam::123456789012:role/shop-dev-web-29d8601b-pipeline",
        "artifactStores": [{"type": "S3", "location": "shop-dev-web-29d8601b-123456789012-eu-central-1"}],
        "tags": {},
    }


@pytest.mark.parametrize(
    "policy",
    [
        "web-pipeline-policy",
        "web-pipeline-artifact-policy",
        "web-build-artifact-policy",
        "web-deployment-artifact-policy",
    ],
)
def test_a_new_pipeline_starts_by_itself_and_so_waits_for_every_permission(policy: str) -> None:
    assert pipeline().depends_on("web-pipeline", on=policy)


def test_settings_of_pipeline_and_source_are_refused_together_and_leave_nothing_behind() -> None:
    def program() -> None:
        with pytest.raises(ConfigurationError) as caught:
            Pipeline("web", pipeline_args(artifact_retention_days=0, source={"repository": "web"}))
        assert [problem.setting for problem in caught.value.problems] == [
            "pipeline.artifactRetentionDays",
            "source.repository",
        ]

    assert create(program).registrations == []


@pytest.mark.parametrize("args", [{}, None, "acme/web"])
def test_used_alone_it_says_what_it_lacks(args: Any) -> None:
    graph = attempt(lambda: Pipeline("web", args))

    assert isinstance(graph.error, ConfigurationError)
    assert "source.repository" in {problem.setting for problem in graph.error.problems}
    assert graph.registrations == []


def test_everything_of_a_pipeline_that_takes_tags_has_them() -> None:
    graph = pipeline(tags={"team": "web"})

    tagged = sorted(each.name for each in graph.resources if each.inputs.get("tags") == {"team": "web"})
    assert tagged == ["web-artifact-bucket", "web-connection", "web-pipeline", "web-pipeline-role"]
    assert not [each.name for each in graph.resources if each.name not in tagged and "tags" in each.inputs]


def test_a_preview_shows_everything_although_no_arn_is_known_yet() -> None:
    at_up = {each.name for each in pipeline().resources}

    in_preview = create(lambda: Pipeline("web", pipeline_args()), preview=True)

    assert {each.name for each in in_preview.resources} == at_up


def test_the_program_is_told_the_names_of_pipeline_and_bucket_and_the_connection() -> None:
    assert pipeline().outputs == {
        "pipeline_name": "shop-dev-web-29d8601b",
        "connection_arn": "arn:aws:codeconnections:eu-central-1:123456789012:connection/0a1b2c3d",
        "artifact_bucket_name": "shop-dev-web-29d8601b-123456789012-eu-central-1",
    }


def test_a_pipelines_resources_are_shown_below_it() -> None:
    graph = pipeline()

    assert {each.parent for each in graph.resources} == {graph.part("Pipeline").urn}
