import pytest

from blue_green_ecs_pipeline.pipeline.settings import PipelineSettings
from tests.components.configured import configured, refused


def test_artifacts_are_kept_for_a_month_and_not_deleted_with_the_stack():
    assert configured().pipeline == PipelineSettings(force_destroy_artifacts=False, artifact_retention_days=30)


@pytest.mark.parametrize("days", [1, 30, 3650])
def test_artifacts_may_be_kept_for_any_number_of_days(days):
    assert configured(pipeline={"artifact_retention_days": days}).pipeline.artifact_retention_days == days


@pytest.mark.parametrize("days", [0, -1])
def test_artifacts_that_expire_at_once_are_refused(days):
    assert refused(pipeline={"artifact_retention_days": days}) == {
        "pipeline.artifactRetentionDays": f"got {days}, allowed are 1 or more days"
    }


def test_force_destroy_is_true_or_false():
    assert configured(pipeline={"force_destroy_artifacts": True}).pipeline.force_destroy_artifacts is True
    assert refused(pipeline={"force_destroy_artifacts": "yes"}) == {
        "pipeline.forceDestroyArtifacts": 'got "yes", allowed is true or false'
    }
