"""Mistakes from what programs register."""

from rehearsal.wiring.derived import derive

LISTENER = ("aws:lb/listener:Listener", "web-listener")
ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1a"


def mistakes(inputs, key=LISTENER):
    return {(found.property, found.value, found.remove) for found in derive({"dev": {key: inputs}})}


def test_an_arn_is_broken_by_a_letter_by_its_account_and_by_its_region():
    assert mistakes({"loadBalancerArn": ARN}) == {
        ("loadBalancerArn", f"{ARN[:-1]}x", False),
        ("loadBalancerArn", ARN.replace("123456789012", "999999999999"), False),
        ("loadBalancerArn", ARN.replace("eu-central-1", "eu-west-1"), False),
    }


def test_a_number_is_off_by_one_and_a_reference_may_be_missing():
    assert mistakes({"port": 80}) == {("port", 81, False)}
    assert ("vpcId", None, True) in mistakes({"vpcId": "vpc-1"}, ("aws:ec2/internetGateway:InternetGateway", "web"))


def test_every_entry_of_a_list_is_broken_and_texts_are_opened():
    project = ("aws:codebuild/project:Project", "web-project")
    variables = {"environment": {"environmentVariables": [{"value": "one"}, {"value": "two"}]}}
    role = ("aws:iam/role:Role", "web-role")
    trust = {"assumeRolePolicy": '{"Statement": [{"Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}'}

    assert mistakes(variables, project) == {
        ("environment.environmentVariables.0.value", "onx", False),
        ("environment.environmentVariables.1.value", "twx", False),
    }
    assert mistakes(trust, role) == {("assumeRolePolicy.Statement.0.Principal.Service", "ec2.amazonaws.com", False)}


def test_what_two_programs_register_is_broken_once():
    inputs = {LISTENER: {"port": 80}}

    assert len(derive({"dev": inputs, "everything": inputs})) == 1
