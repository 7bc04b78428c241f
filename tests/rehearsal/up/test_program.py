"""Up, preview and destroy of small programs on the embedded AWS."""

import gc
import json
import threading

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx
import pytest

from rehearsal.failure import RehearsalError
from rehearsal.resources.registry import ResourceError
from rehearsal.up.program import run_program, up
from rehearsal.up.state import State
from tests.rehearsal.up.stack import CONFIG, Stack, kinds

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)


def log_group(retention_in_days=30, opts=None, name="web-log-group", **inputs):
    return aws.cloudwatch.LogGroup(name, name="/web", retention_in_days=retention_in_days, opts=opts, **inputs)


def target_group(vpc_id, port=8080, name=None):
    return aws.lb.TargetGroup("web-blue", name=name, port=port, protocol="HTTP", target_type="ip", vpc_id=vpc_id)


def network():
    return aws.ec2.Vpc("web-vpc", cidr_block="10.0.0.0/16")


def front(ignore=True, port=8080):
    """A listener on blue, with green beside it, as CodeDeploy finds them."""
    vpc = network()
    subnets = [
        aws.ec2.Subnet(
            f"web-{zone}", vpc_id=vpc.id, cidr_block=f"10.0.{number}.0/24", availability_zone=f"eu-central-1{zone}"
        )
        for number, zone in enumerate("ab")
    ]
    balancer = aws.lb.LoadBalancer("web", subnets=[subnet.id for subnet in subnets])
    blue, green = (
        aws.lb.TargetGroup(f"web-{colour}", port=port, protocol="HTTP", target_type="ip", vpc_id=vpc.id)
        for colour in ("blue", "green")
    )
    listener = aws.lb.Listener(
        "web-production-listener",
        load_balancer_arn=balancer.arn,
        port=80,
        default_actions=[{"type": "forward", "target_group_arn": blue.arn}],
        opts=pulumi.ResourceOptions(ignore_changes=["default_actions"] if ignore else []),
    )
    pulumi.export("active", listener.default_actions[0].target_group_arn)
    pulumi.export("green", green.arn)


def shift_to_green(stack):
    """What CodeDeploy does to the listener with a release."""
    listener = stack.state.named("web-production-listener")
    green = stack.state.named("web-green")
    stack.aws.client("elbv2").modify_listener(
        ListenerArn=listener.id, DefaultActions=[{"Type": "forward", "TargetGroupArn": green.id}]
    )
    return green.id


def test_an_up_creates_what_the_program_registers_and_hands_its_exports_back(stack):
    def program():
        pulumi.export("arn", log_group().arn)
        pulumi.export("greeting", pulumi.Config().require("greeting"))
        pulumi.export("where", f"{pulumi.get_project()}/{pulumi.get_stack()}")

    result = stack.up(program)

    assert kinds(result) == [("create", "web-log-group")]
    assert result.outputs == {
        "arn": "arn:aws:logs:eu-central-1:123456789012:log-group:/web",
        "greeting": "hello",
        "where": "shop/dev",
    }
    assert stack.aws.client("logs").describe_log_groups()["logGroups"][0]["retentionInDays"] == 30


def test_a_second_up_changes_nothing(stack):
    stack.up(front)

    result = stack.up(front)

    assert result.changes == []
    assert len(result.resources) == 7


def test_a_name_that_was_chosen_once_stays(stack):
    def program():
        pulumi.export("name", aws.iam.Role("web-task-role", assume_role_policy=TRUST).name)

    first = stack.up(program)
    second = stack.up(program)

    assert first.outputs["name"].startswith("web-task-role-")
    assert second.outputs == first.outputs


def test_a_change_that_aws_takes_in_place_is_an_update_and_names_the_property(stack):
    stack.up(log_group)

    result = stack.up(lambda: log_group(7))

    assert kinds(result) == [("update", "web-log-group")]
    assert result.changes[0].properties == ("retentionInDays",)
    assert stack.aws.client("logs").describe_log_groups()["logGroups"][0]["retentionInDays"] == 7


def test_drift_is_found_and_put_right(stack):
    stack.up(log_group)
    stack.aws.client("logs").put_retention_policy(logGroupName="/web", retentionInDays=1)

    result = stack.up(log_group)

    assert kinds(result) == [("update", "web-log-group")]
    assert stack.aws.client("logs").describe_log_groups()["logGroups"][0]["retentionInDays"] == 30


def test_without_a_refresh_nobody_looks_for_drift(stack):
    stack.up(log_group)
    stack.aws.client("logs").put_retention_policy(logGroupName="/web", retentionInDays=1)

    result = run_program(stack.aws, log_group, CONFIG, stack.state, refresh_first=False)

    assert result.changes == []
    assert stack.aws.client("logs").describe_log_groups()["logGroups"][0]["retentionInDays"] == 1


def test_drift_of_an_ignored_property_stays_and_the_program_sees_the_live_value(stack):
    stack.up(front)
    green = shift_to_green(stack)

    result = stack.up(front)

    assert result.changes == []
    assert result.outputs["active"] == green


def test_drift_that_nobody_ignores_is_undone(stack):
    stack.up(lambda: front(ignore=False))
    green = shift_to_green(stack)

    result = stack.up(lambda: front(ignore=False))

    assert kinds(result) == [("update", "web-production-listener")]
    assert result.outputs["active"] != green


def test_what_was_deleted_by_hand_is_created_again(stack):
    stack.up(log_group)
    stack.aws.client("logs").delete_log_group(logGroupName="/web")

    result = stack.up(log_group)

    assert kinds(result) == [("create", "web-log-group")]


def test_what_is_replaced_is_created_before_the_old_one_is_deleted(stack, monkeypatch):
    calls = []
    stack.up(front)
    stack.aws.client("elbv2").meta.events.register(
        "before-call", lambda model, **_: calls.append(model.name), unique_id="order"
    )

    result = stack.up(lambda: front(ignore=False, port=9090))

    stack.aws.client("elbv2").meta.events.unregister("before-call", unique_id="order")
    order = [call for call in calls if call in ("CreateTargetGroup", "ModifyListener", "DeleteTargetGroup")]
    assert order == [
        "CreateTargetGroup", "CreateTargetGroup", "ModifyListener", "DeleteTargetGroup", "DeleteTargetGroup"
    ]  # fmt: skip
    assert kinds(result) == [
        ("replace", "web-blue"),
        ("replace", "web-green"),
        ("update", "web-production-listener"),
    ]
    assert len(stack.aws.client("elbv2").describe_target_groups()["TargetGroups"]) == 2


def test_what_was_replaced_before_a_failure_is_deleted_by_the_next_up(stack):
    def failing():
        front(ignore=False, port=9090)
        log_group(retention_in_days=31)

    stack.up(lambda: front(ignore=False))
    with pytest.raises(ResourceError, match="web-log-group"):
        stack.up(failing)

    stack.up(lambda: front(ignore=False, port=9090))

    groups = stack.aws.client("elbv2").describe_target_groups()["TargetGroups"]
    assert [group["Port"] for group in groups] == [9090, 9090]


def test_a_fixed_name_in_the_way_of_a_replacement_is_an_error_that_names_the_resource(stack):
    stack.up(lambda: target_group(network().id, name="blue"))

    with pytest.raises(ResourceError, match=r"aws:lb/targetGroup:TargetGroup web-blue: .*DuplicateTargetGroupName"):
        stack.up(lambda: target_group(network().id, port=9090, name="blue"))


def test_what_the_program_no_longer_registers_is_deleted_dependants_first(stack):
    stack.up(front)

    result = stack.up(lambda: network())

    deleted = [change.name for change in result.changes if change.kind == "delete"]
    assert deleted.index("web-production-listener") < deleted.index("web-blue")
    assert deleted.index("web") < deleted.index("web-a")
    assert [resource.name for resource in stack.state] == ["web-vpc"]


def test_a_protected_resource_that_is_left_out_is_an_error_that_names_it(stack):
    stack.up(lambda: log_group(opts=pulumi.ResourceOptions(protect=True)))

    with pytest.raises(RehearsalError, match="aws:cloudwatch/logGroup:LogGroup web-log-group: protected"):
        stack.up(lambda: None)

    assert len(stack.state) == 1


def test_destroy_takes_everything_away_in_reverse(stack):
    stack.up(front)

    changes = stack.destroy()

    assert [change.name for change in changes][-1] == "web-vpc"
    assert len(stack.state) == 0
    assert stack.aws.client("elbv2").describe_load_balancers()["LoadBalancers"] == []


def test_destroy_refuses_protected_resources_by_name_and_deletes_nothing(stack):
    def program():
        network()
        log_group(opts=pulumi.ResourceOptions(protect=True))

    stack.up(program)

    with pytest.raises(RehearsalError, match="LogGroup web-log-group: protected"):
        stack.destroy()

    assert len(stack.state) == 2


def test_what_is_retained_stays_in_aws(stack):
    stack.up(lambda: log_group(opts=pulumi.ResourceOptions(retain_on_delete=True)))

    changes = stack.destroy()

    assert [(change.kind, change.name) for change in changes] == [("retain", "web-log-group")]
    assert len(stack.aws.client("logs").describe_log_groups()["logGroups"]) == 1


def test_up_destroy_up_ends_where_the_first_up_did(stack):
    first = stack.up(front)
    stack.destroy()

    again = stack.up(front)

    assert kinds(again) == kinds(first)


def test_a_preview_calls_nothing_and_leaves_no_state(stack):
    before = stack.aws.calls

    result = stack.preview(front)

    assert stack.aws.calls == before
    assert len(stack.state) == 0
    assert [kind for kind, _ in kinds(result)] == ["create"] * 7


def test_in_a_preview_the_outputs_of_what_is_to_be_created_are_unknown(stack):
    seen = []

    def program():
        group = log_group()
        seen.append(pulumi.runtime.is_dry_run())
        group.arn.apply(seen.append)

    stack.preview(program)

    assert seen == [True]


def test_a_preview_shows_what_an_up_would_do(stack):
    stack.up(front)

    result = stack.preview(lambda: front(port=9090))

    assert kinds(result) == [("replace", "web-blue"), ("replace", "web-green")]


def test_an_error_of_aws_names_the_resource_and_what_was_made_before_it_is_remembered(stack):
    def program():
        vpc = network()
        aws.ec2.Subnet("web-subnet", vpc_id=vpc.id, cidr_block="192.168.0.0/24")

    with pytest.raises(ResourceError) as failed:
        stack.up(program)

    assert str(failed.value).startswith("aws:ec2/subnet:Subnet web-subnet: CreateSubnet: ")
    assert [resource.name for resource in stack.state] == ["web-vpc"]


def test_after_a_failure_nothing_else_is_created(stack):
    def program():
        failed = aws.iam.Role("web-role", assume_role_policy="nonsense")
        log_group(opts=pulumi.ResourceOptions(depends_on=[failed]))

    with pytest.raises(ResourceError, match="aws:iam/role:Role web-role"):
        stack.up(program)

    assert stack.aws.client("logs").describe_log_groups()["logGroups"] == []


def test_after_a_failure_nothing_but_the_error_is_said(stack, caplog, capfd):
    with pytest.raises(ResourceError):
        stack.up(lambda: front(port=70000))
    gc.collect()

    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")


def test_an_error_of_the_program_itself_comes_through_as_it_is(stack):
    def program():
        raise pulumi.RunError("web: 1 setting cannot be used, nothing was created")

    with pytest.raises(pulumi.RunError, match="^web: 1 setting cannot be used, nothing was created$"):
        stack.up(program)


def test_an_unknown_resource_type_is_an_error_that_names_it(stack):
    with pytest.raises(ResourceError, match="does not know the resource type aws:sns/topic:Topic"):
        stack.up(lambda: aws.sns.Topic("web-topic"))


def test_an_unknown_function_is_an_error_that_names_it(stack):
    with pytest.raises(RehearsalError, match="does not know the function aws:sqs/getQueue:getQueue"):
        stack.up(lambda: aws.sqs.get_queue(name="web"))


def test_a_program_asks_aws_who_and_where_it_is(stack):
    def program():
        pulumi.export("account", aws.get_caller_identity().account_id)
        pulumi.export("region", aws.get_region_output().region)

    assert stack.up(program).outputs == {"account": "123456789012", "region": "eu-central-1"}


def test_a_secret_reaches_aws_in_the_clear_and_the_program_as_a_secret(stack):
    seen = []

    async def program():
        parameter = aws.ssm.Parameter("web", name="/web", type="SecureString", value=pulumi.Output.secret("hunter2"))
        seen.append(await parameter.value.is_secret())

    stack.up(program)

    stored = stack.aws.client("ssm").get_parameter(Name="/web", WithDecryption=True)["Parameter"]["Value"]
    assert stored == "hunter2"
    assert seen == [True]
    assert "value" in stack.state.named("web").secrets


def test_an_alias_keeps_a_renamed_resource(stack):
    stack.up(log_group)

    renamed = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="web-log-group")])
    result = stack.up(lambda: log_group(name="web-logs", opts=renamed))

    assert result.changes == []
    assert [resource.name for resource in stack.state] == ["web-logs"]


def test_two_resources_of_one_name_are_an_error(stack):
    with pytest.raises(ResourceError, match="web-log-group: is registered twice"):
        stack.up(lambda: [log_group() for _ in range(2)][2:])


def test_a_component_is_a_place_in_the_tree_and_its_children_carry_its_type(stack):
    class Logs(pulumi.ComponentResource):
        def __init__(self, name):
            super().__init__("shop:index:Logs", name)
            group = log_group(opts=pulumi.ResourceOptions(parent=self))
            self.register_outputs({"name": group.name})

    stack.up(lambda: Logs("web"))

    assert stack.urns() == [
        "urn:pulumi:dev::shop::shop:index:Logs::web",
        "urn:pulumi:dev::shop::shop:index:Logs$aws:cloudwatch/logGroup:LogGroup::web-log-group",
    ]
    assert stack.state.named("web").outputs == {"name": "/web"}


def test_the_line_of_the_program_is_remembered(stack):
    stack.up(log_group)

    assert "test_program.py:" in stack.state.named("web-log-group").source_position


def test_what_the_program_says_is_handed_on(stack):
    result = stack.up(lambda: pulumi.log.info("web: with the next release"))

    assert result.messages == ["web: with the next release"]


def test_awsx_s_vpc_is_expanded_and_its_parts_are_resources(stack):
    def program():
        vpc = awsx.ec2.Vpc(
            "web-vpc",
            cidr_block="10.0.0.0/16",
            availability_zone_names=["eu-central-1a", "eu-central-1b"],
            nat_gateways={"strategy": "Single"},
            subnet_strategy="Auto",
            subnet_specs=[
                {"type": "Public", "cidr_blocks": ["10.0.0.0/20", "10.0.16.0/20"]},
                {"type": "Private", "cidr_blocks": ["10.0.32.0/20", "10.0.48.0/20"]},
            ],
        )
        aws.ec2.SecurityGroup("web-tasks", vpc_id=vpc.vpc_id)
        pulumi.export("public", vpc.public_subnet_ids)

    first = stack.up(program)
    second = stack.up(program)
    deleted = [change.name for change in stack.destroy()]

    assert len(first.changes) == 21
    assert len(first.outputs["public"]) == 2
    assert second.changes == []
    assert deleted.index("web-tasks") < deleted.index("web-vpc")
    assert len(deleted) == 21


def test_a_region_that_the_embedded_aws_is_not_in_is_refused(stack):
    elsewhere = type(CONFIG)("shop", "dev", {"aws:region": "us-east-1"}, ())

    with pytest.raises(RehearsalError, match="aws:region is us-east-1, the embedded AWS is in eu-central-1"):
        stack.up(lambda: None, elsewhere)


def test_a_project_on_disk_runs_with_its_own_folder_and_config(stack, tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\nconfig:\n  days:\n    default: 7\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  shop:group: /shop\n")
    (tmp_path / "note.txt").write_text("from the project's folder")
    (tmp_path / "__main__.py").write_text(
        "import pathlib, pulumi, pulumi_aws as aws\n"
        "config = pulumi.Config()\n"
        "aws.cloudwatch.LogGroup('web', name=config.require('group'), retention_in_days=config.require_int('days'))\n"
        "pulumi.export('note', pathlib.Path('note.txt').read_text())\n"
    )

    result = up(stack.aws, tmp_path, "dev", State())

    assert result.outputs == {"note": "from the project's folder"}
    group = stack.aws.client("logs").describe_log_groups()["logGroups"][0]
    assert (group["logGroupName"], group["retentionInDays"]) == ("/shop", 7)


@pytest.mark.parametrize("missing", ["__main__.py", "Pulumi.yaml", "Pulumi.dev.yaml"])
def test_a_project_that_lacks_a_file_is_an_error_that_names_it(stack, tmp_path, missing):
    files = {"__main__.py": "", "Pulumi.yaml": "name: shop\n", "Pulumi.dev.yaml": "config: {}\n"}
    for name, text in files.items():
        if name != missing:
            (tmp_path / name).write_text(text)

    with pytest.raises(RehearsalError, match=f"up: there is no {missing} in "):
        up(stack.aws, tmp_path, "dev", State())


def test_no_thread_is_left_behind(stack):
    before = threading.active_count()

    stack.up(front)
    with pytest.raises(ResourceError):
        stack.up(lambda: aws.iam.Role("web-role", assume_role_policy="nonsense"))

    assert threading.active_count() == before


def test_stacks_do_not_share_state(embedded_aws, stack):
    stack.up(log_group)
    other = Stack(embedded_aws)

    with pytest.raises(ResourceError, match="already exists"):
        other.up(log_group)
