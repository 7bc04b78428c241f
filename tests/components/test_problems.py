import pulumi
import pytest

from blue_green_ecs_pipeline.problems import ConfigurationError, Problem, Problems, secret_in_environment
from blue_green_ecs_pipeline.spelling import camel_case, got, nearest
from blue_green_ecs_pipeline.text_forms import arn


def test_one_problem_is_said_in_the_singular():
    error = ConfigurationError("web", [Problem("service.cpu", "got 3")])

    assert str(error) == "web: 1 setting cannot be used, nothing was created\n  service.cpu: got 3"


def test_all_problems_stand_in_one_message_a_line_each():
    problems = Problems()
    problems.out_of_range("deployment.terminationWaitMinutes", 4000, 0, 2880, "minutes")
    problems.memory_without_cpu("service.memory", 1024, 4096, "8192 to 30720 MiB in steps of 1024")
    problems.port_in_use("loadBalancer.testPort", 80, "production listener", 8080)

    with pytest.raises(ConfigurationError) as caught:
        problems.raise_if_any("web")

    assert str(caught.value) == (
        "web: 3 settings cannot be used, nothing was created\n"
        "  deployment.terminationWaitMinutes: got 4000, allowed are 0 to 2880 minutes\n"
        "  service.memory: got 1024 MiB with cpu 4096, which needs 8192 to 30720 MiB in steps of 1024\n"
        "  loadBalancer.testPort: got 80, which the production listener uses; choose another, for example 8080"
    )


def test_a_program_ends_with_the_message_alone_and_other_languages_see_each_property():
    error = ConfigurationError("web", [Problem("service.cpu", "got 3")])

    assert isinstance(error, pulumi.RunError)
    assert isinstance(error, pulumi.InputPropertiesError)
    assert error.errors == [{"property_path": "service.cpu", "reason": "got 3"}]
    assert error.message == str(error)


def test_without_problems_nothing_is_raised():
    Problems().raise_if_any("web")


def test_the_same_problem_is_said_once():
    problems = Problems()
    problems.listed_twice("network.publicSubnetIds[1]", "subnet-1")
    problems.listed_twice("network.publicSubnetIds[1]", "subnet-1")

    assert len(problems) == 1


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (
            "service.environment.PASSWORD",
            "holds a secret, which anyone who may look at the task definition could read; "
            "keep it in Secrets Manager and set its ARN in service.secrets",
        ),
        (
            "build.environment.TOKEN",
            "holds a secret, which anyone who may look at the build project could read; "
            "keep it in Secrets Manager and set its ARN in build.secrets",
        ),
    ],
)
def test_a_secret_in_the_environment_is_pointed_to_where_it_is_kept(setting, sentence):
    assert secret_in_environment(setting) == Problem(setting, sentence)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (-(10**17), "-100000000000000000"),
        pytest.param(10**5000, "a number of more than 18 digits", id="5001 digits"),
        (2.5, "2.5"),
        ("a", '"a"'),
        ('a"b\nc', '"a\\"b\N{REPLACEMENT CHARACTER}c"'),
        ("x" * 200, '"' + "x" * 119 + "..."),
        ({}, "a map"),
        ({"password": "hunter2"}, "a map"),
        ([], "an empty list"),
        (["hunter2"], "a list"),
        (object(), "something else"),
    ],
)
def test_a_value_is_shown_in_a_few_words_on_one_line(value, text):
    assert got(value) == text


def test_an_output_is_not_looked_into():
    assert got(pulumi.Output.from_input("hunter2")) == "an Output"


@pytest.mark.parametrize(
    ("key", "spelled"),
    [("cpu", "cpu"), ("test_port", "testPort"), ("read_only_root_filesystem", "readOnlyRootFilesystem")],
)
def test_keys_are_spelled_as_in_pulumi_config(key, spelled):
    assert camel_case(key) == spelled


@pytest.mark.parametrize(
    ("key", "legal"),
    [
        ("testport", "testPort"),
        ("test_port", "testPort"),
        ("tesPort", "testPort"),
        ("TEST-PORT", "testPort"),
        ("zzz", ""),
    ],
)
def test_the_nearest_legal_key_is_found_however_it_is_spelled(key, legal):
    assert nearest(key, ["testPort", "testCidrs", "healthCheck"]) == legal


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-eusc"])
def test_arns_of_every_partition_are_known(partition):
    assert arn("acm", "certificate/.+")(f"arn:{partition}:acm:eu-central-1:123456789012:certificate/a")


@pytest.mark.parametrize(
    "text", ["arn:aws:acm:eu-central-1:12345:certificate/a", "arn:aws:s3:::b", "x arn:aws:acm", ""]
)
def test_what_only_looks_like_an_arn_is_none(text):
    assert not arn("acm", "certificate/.+")(text)
