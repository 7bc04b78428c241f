"""Functions of Lambda on the embedded AWS."""

import io
import json
import zipfile

import pytest
from botocore.exceptions import ClientError
from moto.awslambda.models import lambda_backends

from rehearsal.resources.registry import ResourceError, resource_type

FUNCTION = "aws:lambda/function:Function"
SIGNATURE = "4dabf18193072939515e22adb298388d"
ASSET = {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17"}
ARCHIVE = {SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7"}


def code(**files):
    return {**ARCHIVE, "assets": {f"{name}.py": {**ASSET, "text": text} for name, text in files.items()}}


def role(layer, service="lambda.amazonaws.com"):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return layer.aws.client("iam").create_role(RoleName="hook", AssumeRolePolicyDocument=document)["Role"]["Arn"]


def function_inputs(layer, **changes):
    return {
        "name": "CodeDeployHook_web",
        "role": role(layer),
        "runtime": "python3.13",
        "handler": "handler.handler",
        "architectures": ["arm64"],
        "timeout": 60,
        "memorySize": 256,
        "code": code(handler="def handler(event, context): ...", signing="KEY = 1"),
        "environment": {"variables": {"TEST_PORT": "8080"}},
        "loggingConfig": {"logFormat": "JSON", "logGroup": "/web"},
        **changes,
    }


def function(layer, **changes):
    return layer.create(FUNCTION, function_inputs(layer, **changes))


def files(layer, made):
    kept = lambda_backends["123456789012"]["eu-central-1"].get_function(made.id).code_bytes
    with zipfile.ZipFile(io.BytesIO(kept)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def interfaces(layer):
    found = layer.aws.client("ec2").describe_network_interfaces()["NetworkInterfaces"]
    return {one["SubnetId"]: one for one in found}


def test_a_function_is_read_back_unchanged(layer):
    made = function(layer, tags={"team": "web"}, reservedConcurrentExecutions=2)

    assert made.read() == made.inputs
    assert made.outputs["arn"] == "arn:aws:lambda:eu-central-1:123456789012:function:CodeDeployHook_web"


def test_its_code_is_the_programs_and_the_same_code_is_the_same_bytes(layer):
    made = function(layer)
    first = made.outputs["codeSha256"]

    assert files(layer, made) == {"handler.py": "def handler(event, context): ...", "signing.py": "KEY = 1"}
    made.update(code=code(signing="KEY = 1", handler="def handler(event, context): ..."), timeout=61)
    assert made.outputs["codeSha256"] == first


def test_files_of_this_machine_are_packed_too(layer, tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.py").write_text("A = 1")
    folder = {**ARCHIVE, "path": str(tmp_path)}
    single = {**ASSET, "path": str(tmp_path / "inner" / "a.py")}

    made = function(layer, code={**ARCHIVE, "assets": {"lib": folder, "b.py": single}})

    assert files(layer, made) == {"lib/inner/a.py": "A = 1", "b.py": "A = 1"}


def test_a_function_changes_in_place(layer):
    made = function(layer, tags={"team": "web"})

    made.update(
        code=code(handler="def handler(event, context): return 1"),
        architectures=["x86_64"],
        environment=None,
        timeout=30,
        loggingConfig={"logFormat": "Text", "logGroup": "/shop"},
        tags={"team": "shop"},
    )

    assert made.read() == made.inputs
    assert files(layer, made) == {"handler.py": "def handler(event, context): return 1"}
    live = layer.aws.client("lambda").get_function(FunctionName=made.id)["Configuration"]
    assert "Environment" not in live


def test_a_function_changed_by_hand_is_found(layer):
    made = function(layer)
    layer.aws.client("lambda").update_function_configuration(
        FunctionName=made.id, Timeout=5, Environment={"Variables": {"TEST_PORT": "81"}}
    )

    read = made.read()

    assert (read["timeout"], read["environment"]) == (5, {"variables": {"TEST_PORT": "81"}})


def test_a_deleted_function_is_gone_and_deleting_it_again_is_no_error(layer):
    made = function(layer)

    made.delete()
    made.delete()

    assert made.read() is None


def test_what_replaces_a_function():
    assert resource_type(FUNCTION).replace_on == {"name", "packageType", "tenancyConfig"}


def test_a_function_in_a_vpc_has_an_interface_in_each_subnet(layer):
    vpc = layer.vpc()
    subnets, group = layer.subnets(vpc), layer.security_group(vpc)

    made = function(layer, vpcConfig={"subnetIds": [one.id for one in subnets], "securityGroupIds": [group.id]})

    assert made.read() == made.inputs
    found = interfaces(layer)
    assert set(found) == {one.id for one in subnets}
    first = found[subnets[0].id]
    assert first["Description"].startswith("AWS Lambda VPC ENI-CodeDeployHook_web-")
    assert (first["InterfaceType"], first["RequesterManaged"], first["Status"]) == ("lambda", True, "in-use")
    assert first["PrivateIpAddress"].startswith("10.0.0.")


def test_security_group_and_subnet_wait_for_the_interfaces_that_go_late(layer):
    vpc = layer.vpc()
    subnets, group = layer.subnets(vpc), layer.security_group(vpc)
    made = function(layer, vpcConfig={"subnetIds": [subnets[0].id], "securityGroupIds": [group.id]})
    made.delete()

    with pytest.raises(ClientError, match="DependencyViolation"):
        layer.aws.client("ec2").delete_security_group(GroupId=group.id)
    group.delete()
    subnets[0].delete()

    assert (group.read(), subnets[0].read(), interfaces(layer)) == (None, None, {})


def test_what_a_function_still_uses_cannot_be_deleted(layer, monkeypatch):
    vpc = layer.vpc()
    subnets, group = layer.subnets(vpc), layer.security_group(vpc)
    function(layer, vpcConfig={"subnetIds": [subnets[0].id], "securityGroupIds": [group.id]})
    monkeypatch.setattr("rehearsal.resources.late_interfaces.LONGEST_WAIT_SECONDS", 0.4)

    with pytest.raises(ResourceError, match="DependencyViolation"):
        group.delete()
    with pytest.raises(ResourceError, match="DependencyViolation"):
        subnets[0].delete()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"timeout": 901}, "timeout: got 901, allowed are 1 to 900 seconds"),
        ({"memorySize": 127}, "memorySize: got 127, allowed are 128 to 10240 MiB"),
        ({"name": "x" * 65}, "allowed are up to 64 characters"),
        ({"runtime": "python2"}, "Runtime: got 'python2', allowed are"),
        ({"code": None}, "code: is no archive or file of this machine"),
        ({"code": {**ARCHIVE, "path": "/none"}}, "code: there is no /none"),
        ({"s3Bucket": "code"}, "s3Bucket: the rehearsal takes a function's code from its property code alone"),
        ({"role": "arn:aws:iam::123456789012:role/none"}, "role: there is no role"),
        ({"vpcConfig": {"subnetIds": ["subnet-1"], "securityGroupIds": []}}, "subnets: there is no subnet subnet-1"),
    ],
)
def test_what_aws_would_refuse_names_the_resource(layer, changes, reason):
    with pytest.raises(ResourceError) as refused:
        function(layer, **changes)

    assert str(refused.value).startswith(f"{FUNCTION} web: ")
    assert reason in str(refused.value)


def test_a_role_that_lambda_cannot_assume_is_refused(layer):
    with pytest.raises(ResourceError, match="role: cannot assume role .* does not admit lambda.amazonaws.com"):
        layer.create(FUNCTION, {**function_inputs(layer), "role": role_of_ecs(layer)})


def role_of_ecs(layer):
    layer.aws.client("iam").delete_role(RoleName="hook")
    return role(layer, "ecs-tasks.amazonaws.com")
