"""Parameters on the embedded AWS."""

import pytest

from rehearsal.resources.registry import ResourceError, resource_type

PARAMETER = "aws:ssm/parameter:Parameter"


def parameter(layer, **changes):
    inputs = {"name": "/web/taskdef.json", "type": "String", "value": "{}", "tags": {"team": "web"}}
    return layer.create(PARAMETER, {**inputs, **changes})


def test_a_parameter_is_read_back_unchanged(layer):
    made = parameter(layer, tier="Advanced", description="The task definition")

    assert made.read() == made.inputs
    assert made.outputs["arn"] == "arn:aws:ssm:eu-central-1:123456789012:parameter/web/taskdef.json"


def test_a_secret_s_value_is_read_back_in_the_clear_as_it_was_given(layer):
    assert parameter(layer, type="SecureString", value="hunter2").read()["value"] == "hunter2"


def test_a_parameter_changes_in_place(layer):
    made = parameter(layer)

    made.update(value="[]", tags={"team": "shop"})

    assert made.read() == made.inputs
    assert made.outputs["version"] == 2


@pytest.mark.parametrize(
    ("before", "after", "replaced"),
    [
        ({"tier": "Advanced"}, {"tier": "Standard"}, True),
        ({"tier": "Standard"}, {"tier": "Advanced"}, False),
        ({"tier": "Advanced"}, {}, False),
    ],
)
def test_a_parameter_is_replaced_for_a_smaller_tier_only(before, after, replaced):
    assert ("tier" in resource_type(PARAMETER).replacing(before, after)) is replaced


def test_a_tier_that_is_taken_away_stays_what_it_was(layer):
    made = parameter(layer, tier="Advanced")

    made.update(tier=None, value="x" * 5000)

    assert made.outputs["tier"] == "Advanced"


def test_a_deleted_parameter_is_gone_and_deleting_it_again_is_no_error(layer):
    made = parameter(layer)

    made.delete()
    made.delete()

    assert made.read() is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "Text"}, "Type: got 'Text', allowed are String, StringList, SecureString"),
        ({"value": "x" * 4097}, "value: got 4097 bytes, allowed are 4096"),
        ({"value": "x" * 8193, "tier": "Advanced"}, "value: got 8193 bytes, allowed are 8192"),
        ({"value": None}, "value: is missing"),
        ({"kind": "x"}, "kind: PutParameter has no such property"),
    ],
)
def test_what_aws_would_refuse_names_the_resource(layer, changes, reason):
    with pytest.raises(ResourceError) as refused:
        parameter(layer, **changes)

    assert str(refused.value).startswith("aws:ssm/parameter:Parameter web: ")
    assert reason in str(refused.value)


def test_a_value_of_exactly_the_limit_is_taken(layer):
    assert len(parameter(layer, value="x" * 4096).read()["value"]) == 4096
