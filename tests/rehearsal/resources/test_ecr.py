"""Image repositories on the embedded AWS."""

import json

import pytest

from rehearsal.resources.registry import ResourceError
from tests.rehearsal.resources.blue_green_account import REPOSITORY

LIFECYCLE_POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
LATEST_EXCLUDED = [{"filter": "latest", "filterType": "WILDCARD"}]


def policy(count):
    rule = {
        "rulePriority": 1,
        "description": "Keep what a rollback may need, and expire the images before it.",
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count},
        "action": {"type": "expire"},
    }
    return json.dumps({"rules": [rule]})


def repository(account, **changes):
    inputs = {
        "name": "web",
        "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": LATEST_EXCLUDED,
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfigurations": [{"encryptionType": "AES256"}],
        "tags": {"team": "web"},
        **changes,
    }
    return account.create(REPOSITORY, inputs)


def push(account, tag):
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []})
    return account.aws.client("ecr").put_image(repositoryName="web", imageTag=tag, imageManifest=manifest)


def test_a_repository_is_there_as_the_program_wrote_it(account):
    created = repository(account)

    assert created.id == "web"
    assert created.outputs["arn"] == "arn:aws:ecr:eu-central-1:123456789012:repository/web"
    assert created.outputs["registryId"] == "123456789012"
    assert created.outputs["repositoryUrl"] == "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web"
    assert created.read() == (created.inputs, created.outputs)


def test_a_repositorys_rules_and_tags_change_in_place(account):
    created = repository(account)

    created.update(
        imageTagMutability="MUTABLE",
        imageTagMutabilityExclusionFilters=None,
        imageScanningConfiguration={"scanOnPush": False},
        tags={"team": "shop"},
    )

    live = account.aws.client("ecr").describe_repositories(repositoryNames=["web"])["repositories"][0]
    assert live["imageTagMutability"] == "MUTABLE"
    assert "imageTagMutabilityExclusionFilters" not in live
    assert created.read()[0] == created.inputs


def test_a_repository_shows_what_was_changed_behind_the_programs_back(account):
    created = repository(account)
    account.aws.client("ecr").put_image_tag_mutability(repositoryName="web", imageTagMutability="MUTABLE")

    assert created.read()[0]["imageTagMutability"] == "MUTABLE"


def test_a_repository_with_images_stays_unless_force_delete_is_set(account):
    created = repository(account)
    push(account, "1")

    with pytest.raises(ResourceError, match="aws:ecr/repository:Repository web: .*RepositoryNotEmptyException"):
        created.delete()


def test_a_repository_with_force_delete_goes_with_its_images(account):
    created = repository(account, forceDelete=True)
    push(account, "1")

    created.delete()
    created.delete()

    assert created.read() is None


def test_a_left_out_name_is_chosen_once_from_the_logical_name(account):
    created = account.create(REPOSITORY, {})

    assert created.id.startswith("web-")
    assert created.read() == (created.inputs, created.outputs)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"imageTagMutability": "FROZEN"}, "imageTagMutability: got 'FROZEN', allowed are MUTABLE"),
        ({"name": "Web"}, "repositoryName: got 'Web', allowed is the form"),
        ({"forceDestroy": True}, "forceDestroy: CreateRepository has no such property"),
    ],
)
def test_a_repository_that_aws_would_refuse_names_the_property(account, changes, refusal):
    with pytest.raises(ResourceError) as refused:
        repository(account, **changes)

    assert str(refused.value).startswith("aws:ecr/repository:Repository web: ")
    assert refusal in str(refused.value)


def test_a_lifecycle_policy_is_put_read_changed_and_deleted(account):
    repository(account)
    created = account.create(LIFECYCLE_POLICY, {"repository": "web", "policy": policy(30)})
    assert created.read() == (created.inputs, created.outputs)

    created.update(policy=policy(10))
    assert json.loads(created.read()[0]["policy"])["rules"][0]["selection"]["countNumber"] == 10

    created.delete()
    created.delete()
    assert created.read() is None


def test_a_lifecycle_policy_written_with_other_spaces_has_not_changed(account):
    repository(account)
    spaced = json.dumps(json.loads(policy(30)), indent=4)

    created = account.create(LIFECYCLE_POLICY, {"repository": "web", "policy": spaced})

    assert created.read()[0]["policy"] == spaced


def test_a_lifecycle_policy_of_no_repository_names_the_property(account):
    with pytest.raises(ResourceError) as refused:
        account.create(LIFECYCLE_POLICY, {"repository": "none", "policy": policy(30)})

    assert str(refused.value) == (
        "aws:ecr/lifecyclePolicy:LifecyclePolicy web: repository: there is no image repository none"
    )


def test_a_lifecycle_policy_that_ecr_does_not_understand_is_refused(account):
    repository(account)

    with pytest.raises(ResourceError, match="lifecyclePolicy:LifecyclePolicy web: .*InvalidParameterException"):
        account.create(LIFECYCLE_POLICY, {"repository": "web", "policy": policy(0)})
