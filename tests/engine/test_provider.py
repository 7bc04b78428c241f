import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2

from rehearsal.engine.declared import declared_problems
from rehearsal.resources.registry import RESOURCE_TYPES, resource_type

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LIFECYCLE_POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
UPDATE = provider_pb2.PropertyDiff.UPDATE
UPDATE_REPLACE = provider_pb2.PropertyDiff.UPDATE_REPLACE


def test_a_left_out_name_comes_from_the_engine_s_seed(provider):
    first, _ = provider.check(LOG_GROUP, {}, seed=b"\xab\xcd\xef\x01")
    again, _ = provider.check(LOG_GROUP, {}, seed=b"\xab\xcd\xef\x01")

    assert first == again == {"name": "web-abcdef0"}


def test_a_chosen_name_stays(provider):
    inputs, _ = provider.check(LOG_GROUP, {}, old={"name": "web-1234567"}, seed=b"\xab\xcd\xef\x01")

    assert inputs == {"name": "web-1234567"}


@pytest.mark.parametrize(
    ("token", "inputs", "failures"),
    [
        (
            LOG_GROUP,
            {"retentionDays": 3},
            {"retentionDays": "there is no such property; did you mean retentionInDays?"},
        ),
        (
            "aws:s3/bucketVersioning:BucketVersioning",
            {"bucket": "web"},
            {"versioningConfiguration": "is missing"},
        ),
        (LOG_GROUP, {"retentionInDays": "soon"}, {"retentionInDays": "got 'soon', allowed is a whole number"}),
        (LOG_GROUP, {"tags": ["web"]}, {"tags": "got ['web'], allowed is a map"}),
        (
            TARGET_GROUP,
            {"healthCheck": {"path": "/", "intervall": 10}},
            {"healthCheck.intervall": "there is no such property; did you mean interval?"},
        ),
        (TARGET_GROUP, {"targetType": "ips"}, {"targetType": "got 'ips', allowed are instance, ip, lambda, alb"}),
        (TARGET_GROUP, {"port": 65536}, {"port": "got 65536, allowed are 1 to 65535"}),
        (
            LISTENER,
            {"loadBalancerArn": "arn", "defaultActions": [{"type": "forwards"}]},
            {
                "defaultActions[0].type": "got 'forwards', allowed are forward, authenticate-oidc, "
                "authenticate-cognito, redirect, fixed-response, jwt-validation"
            },
        ),
        (
            "aws:iam/rolePolicy:RolePolicy",
            {"role": "web", "policy": "{"},
            {"policy": "is not JSON"},
        ),
        (
            "aws:ecs/taskDefinition:TaskDefinition",
            {"family": "web", "containerDefinitions": '[{"name": "web", "imge": "web"}]'},
            None,
        ),
    ],
)
def test_what_can_be_known_without_aws_is_refused_before_an_up(provider, token, inputs, failures):
    _, found = provider.check(token, inputs)

    if failures is None:
        assert list(found) == ["containerDefinitions[0].imge"]
    else:
        assert found == failures


def test_what_is_not_known_yet_passes(provider):
    actions = [{"type": "forward", "targetGroupArn": UNKNOWN}]

    inputs, failures = provider.check(LISTENER, {"loadBalancerArn": UNKNOWN, "port": 80, "defaultActions": actions})

    assert failures == {}
    assert inputs == {"loadBalancerArn": UNKNOWN, "port": 80, "defaultActions": actions}


def test_a_type_that_nobody_serves_is_refused(provider):
    _, failures = provider.check("aws:sns/topic:Topic", {})

    assert failures == {"": "the rehearsal does not know the resource type aws:sns/topic:Topic"}


def test_every_served_type_is_one_of_pulumi_aws(provider):
    resource_type(LOG_GROUP)

    for token in RESOURCE_TYPES:
        assert any(problem.path == "none" for problem in declared_problems(token, {"none": 1})), token


def test_the_region_of_the_configuration_must_be_the_account_s(provider):
    assert provider.check_config({"region": "eu-central-1"}) == {}
    assert provider.check_config({"region": "us-east-1"}) == {
        "region": "got us-east-1, the embedded AWS is in eu-central-1"
    }


def test_a_provider_setting_that_would_be_ignored_is_refused(provider):
    assert list(provider.check_config({"defaultTags": "{}"})) == ["defaultTags"]


def test_a_diff_names_the_innermost_property_that_changed(provider):
    old = {"name": "web-1234567", "port": 80, "healthCheck": {"path": "/", "interval": 30}}

    diff = provider.diff(TARGET_GROUP, old, {**old, "healthCheck": {"path": "/health", "interval": 30.0}})

    assert diff.changes == provider_pb2.DiffResponse.DIFF_SOME
    assert {path: one.kind for path, one in diff.detailedDiff.items()} == {"healthCheck.path": UPDATE}
    assert list(diff.replaces) == []


def test_a_diff_says_what_replaces(provider):
    old = {"name": "web-1234567", "port": 80}

    diff = provider.diff(TARGET_GROUP, old, {**old, "port": 81})

    assert list(diff.replaces) == ["port"]
    assert {path: one.kind for path, one in diff.detailedDiff.items()} == {"port": UPDATE_REPLACE}
    assert not diff.deleteBeforeReplace


@pytest.mark.parametrize(
    ("token", "old", "new"),
    [
        (TARGET_GROUP, {"name": "web", "port": 80}, {"name": "web", "port": 81}),
        (LIFECYCLE_POLICY, {"repository": "web", "policy": "{}"}, {"repository": "web", "policy": '{"rules": []}'}),
    ],
)
def test_what_can_only_exist_once_is_deleted_before_its_replacement_comes(provider, token, old, new):
    assert provider.diff(token, old, new).deleteBeforeReplace


def test_a_rule_changes_its_source_in_place_and_is_replaced_for_another_kind_of_source(provider):
    rule = {"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 80, "toPort": 80}
    old = {**rule, "cidrIpv4": "10.0.0.0/16"}

    assert list(provider.diff(RULE, old, {**rule, "cidrIpv4": "10.1.0.0/16"}).replaces) == []
    assert list(provider.diff(RULE, old, {**rule, "referencedSecurityGroupId": "sg-2"}).replaces) == [
        "cidrIpv4",
        "referencedSecurityGroupId",
    ]


def test_a_diff_is_empty_for_the_same_values_and_for_what_the_program_ignores(provider):
    old = {"name": "web-1234567", "retentionInDays": 30, "tags": {"a": "b"}}

    same = provider.diff(LOG_GROUP, old, {**old, "retentionInDays": 30.0})
    ignored = provider.diff(LOG_GROUP, old, {**old, "retentionInDays": 1}, ignore=["retentionInDays"])

    assert same.changes == ignored.changes == provider_pb2.DiffResponse.DIFF_NONE


def test_what_is_not_known_yet_counts_as_changed(provider):
    old = {"loadBalancerArn": "arn:1", "defaultActions": []}

    diff = provider.diff(LISTENER, old, {**old, "loadBalancerArn": UNKNOWN})

    assert list(diff.replaces) == ["loadBalancerArn"]


def test_a_preview_creates_nothing_and_has_no_id(provider):
    id, outputs = provider.create(LOG_GROUP, {"name": "previewed"}, preview=True)

    assert (id, outputs) == ("", {"name": "previewed"})
    assert provider.read(LOG_GROUP, "previewed", {"name": "previewed"}, {})[0] == ""


def test_create_read_update_delete(provider):
    inputs = {"name": "web", "retentionInDays": 30}

    id, outputs = provider.create(LOG_GROUP, inputs)
    changed = provider.update(LOG_GROUP, id, inputs, {**inputs, "retentionInDays": 60}, outputs)
    provider.aws.client("logs").put_retention_policy(logGroupName="web", retentionInDays=1)
    live = provider.read(LOG_GROUP, id, {**inputs, "retentionInDays": 60}, changed)
    provider.delete(LOG_GROUP, id, inputs, changed)
    provider.delete(LOG_GROUP, id, inputs, changed)

    assert outputs["arn"] == "arn:aws:logs:eu-central-1:123456789012:log-group:web"
    assert changed["retentionInDays"] == 60
    assert live == ("web", {"name": "web", "retentionInDays": 1})
    assert provider.read(LOG_GROUP, id, inputs, changed) == ("", {})


def test_an_error_names_resource_and_property_in_one_sentence(provider):
    with pytest.raises(grpc.RpcError) as refused:
        provider.create(RULE, {"securityGroupId": "sg-1", "ipProtocol": "tcp", "cidrIpv4": "10.0.0.0/16"})

    assert refused.value.details() == f"{RULE} web: fromPort: protocol tcp needs fromPort and toPort"


def test_nothing_can_be_imported(provider):
    with pytest.raises(grpc.RpcError, match="cannot be imported from an embedded AWS"):
        provider.read(LOG_GROUP, "web", {}, {})


def test_functions_answer(provider):
    identity = provider.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})

    assert identity["accountId"] == "123456789012"
    with pytest.raises(grpc.RpcError, match="does not know this function"):
        provider.invoke("aws:sqs/getQueue:getQueue", {})


def test_the_engine_learns_version_and_schema_and_may_attach_and_cancel(provider):
    assert provider.stub.GetPluginInfo(empty_pb2.Empty()).version.startswith("7.")
    assert '"name": "aws"' in provider.stub.GetSchema(provider_pb2.GetSchemaRequest()).schema
    provider.stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))
    provider.stub.Cancel(empty_pb2.Empty())
