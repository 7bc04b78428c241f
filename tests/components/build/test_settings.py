import pulumi
import pytest

from blue_green_ecs_pipeline.build.args import Architecture, ComputeType
from blue_green_ecs_pipeline.build.settings import BuildSettings
from tests.components.configured import configured, refused

SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:npm-AbCdEf"
NOT_SHOWN = "got a value that is not shown, it may be a secret"


def test_a_build_needs_no_settings():
    assert configured().build == BuildSettings(
        application_path="application",
        dockerfile="Dockerfile",
        buildspec=None,
        compute_type="BUILD_GENERAL1_SMALL",
        architecture="x86_64",
        timeout_minutes=30,
        environment={},
        secrets={},
        parameters={},
    )


@pytest.mark.parametrize(
    ("architecture", "image", "environment_type"),
    [
        ("x86_64", "aws/codebuild/amazonlinux-x86_64-standard:5.0", "LINUX_CONTAINER"),
        ("arm64", "aws/codebuild/amazonlinux-aarch64-standard:3.0", "ARM_CONTAINER"),
    ],
)
def test_an_image_is_built_on_the_processor_that_runs_it(architecture, image, environment_type):
    build = configured(build={"architecture": architecture}).build

    assert (build.image, build.environment_type) == (image, environment_type)


def test_enum_members_are_taken_as_their_values():
    build = configured(build={"architecture": Architecture.ARM64, "compute_type": ComputeType.LARGE}).build

    assert (build.architecture, build.compute_type) == ("arm64", "BUILD_GENERAL1_LARGE")
    assert type(build.architecture) is str


def test_an_unknown_architecture_is_refused_with_those_there_are():
    assert refused(build={"architecture": "ARM64"}) == {
        "build.architecture": 'got "ARM64", allowed are x86_64 or arm64'
    }


def test_an_unknown_compute_type_is_refused_with_those_there_are():
    assert refused(build={"compute_type": "BUILD_LAMBDA_1GB"}) == {
        "build.computeType": 'got "BUILD_LAMBDA_1GB", allowed are BUILD_GENERAL1_SMALL, BUILD_GENERAL1_MEDIUM, '
        "BUILD_GENERAL1_LARGE, BUILD_GENERAL1_XLARGE or BUILD_GENERAL1_2XLARGE"
    }


@pytest.mark.parametrize("minutes", [5, 2160, 30.0])
def test_a_build_may_take_five_minutes_to_a_day_and_a_half(minutes):
    assert configured(build={"timeout_minutes": minutes}).build.timeout_minutes == minutes


@pytest.mark.parametrize("minutes", [4, 2161])
def test_a_timeout_outside_codebuilds_limits_is_refused(minutes):
    assert refused(build={"timeout_minutes": minutes}) == {
        "build.timeoutMinutes": f"got {minutes}, allowed are 5 to 2160 minutes"
    }


@pytest.mark.parametrize("key", ["application_path", "dockerfile", "buildspec"])
@pytest.mark.parametrize("path", ["a", "services/web", "a..b/c", ".docker/Dockerfile", "with space/x"])
def test_a_path_may_be_anywhere_in_the_repository(key, path):
    assert getattr(configured(build={key: path}).build, key) == path


@pytest.mark.parametrize(
    ("key", "what"), [("application_path", "folder"), ("dockerfile", "file"), ("buildspec", "file")]
)
@pytest.mark.parametrize("path", ["", "/etc", "..", "../a", "a/../../b", "~/a", "a\\\\b", "-f", " "])
def test_a_path_out_of_the_repository_is_refused(key, what, path):
    setting = {"application_path": "build.applicationPath"}.get(key, f"build.{key}")
    path = path.replace("\\\\", "\\")
    problems = refused(build={key: path})

    assert list(problems) == [setting]
    assert problems[setting].endswith(
        f"allowed is the path of a {what} in the repository, without a leading / and without .."
    )


def test_the_whole_repository_may_be_the_build_context():
    assert configured(build={"application_path": "."}).build.application_path == "."


@pytest.mark.parametrize("path", [".", "folder/", "folder/."])
def test_a_folder_is_no_dockerfile(path):
    assert list(refused(build={"dockerfile": path})) == ["build.dockerfile"]


def test_a_buildspec_written_into_the_settings_is_no_path():
    assert list(refused(build={"buildspec": "version: 0.2\nphases: {}"})) == ["build.buildspec"]


@pytest.mark.parametrize("name", ["A", "_a", "npm_config_registry", "A1"])
def test_a_variable_may_have_any_name_that_a_shell_takes(name):
    assert configured(build={"environment": {name: "x"}}).build.environment == {name: "x"}


@pytest.mark.parametrize("key", ["environment", "secrets", "parameters"])
@pytest.mark.parametrize("name", ["1A", "A-B", "", "A B", "Ä"])
def test_a_name_that_no_shell_takes_is_refused(key, name):
    value = {"environment": "x", "secrets": SECRET, "parameters": "/web/x"}[key]
    (sentence,) = refused(build={key: {name: value}}).values()

    assert sentence == "the name is not allowed, allowed is a name of letters, digits and _, not starting with a digit"


@pytest.mark.parametrize("name", ["AWS_REGION", "CODEBUILD_BUILD_ID"])
def test_a_name_that_codebuild_keeps_for_itself_is_refused(name):
    assert refused(build={"environment": {name: "x"}}) == {
        f"build.environment.{name}": "the name is taken, CodeBuild sets it; choose another"
    }


@pytest.mark.parametrize(
    "name",
    [
        "REPOSITORY_URI",
        "REPOSITORY_NAME",
        "CONTAINER_NAME",
        "APPLICATION_PATH",
        "DOCKERFILE",
        "TASK_DEFINITION_TEMPLATE",
    ]
    + ["APPSPEC_TEMPLATE", "IMAGE_TAG", "IMAGE_DIGEST"],
)
def test_a_name_that_the_component_sets_is_refused(name):
    assert refused(build={"secrets": {name: SECRET}}) == {
        f"build.secrets.{name}": "the name is taken, the component sets it; choose another"
    }


@pytest.mark.parametrize(
    "suffix", ["", ":password", ":password:AWSCURRENT", ":password:AWSCURRENT:", ":password::id", "::"]
)
def test_a_secret_is_an_arn_with_codebuilds_suffix(suffix):
    assert configured(build={"secrets": {"A": SECRET + suffix}}).build.secrets == {"A": SECRET + suffix}


@pytest.mark.parametrize(
    "value", ["hunter2", "npm-AbCdEf", SECRET + ":password:AWSCURRENT:id", SECRET + ":a:b:c:d", ""]
)
def test_a_secret_that_is_no_arn_is_refused_without_showing_it(value):
    problems = refused(build={"secrets": {"TOKEN": value}})

    assert problems == {
        "build.secrets.TOKEN": f"{NOT_SHOWN}, allowed is the ARN of a Secrets Manager secret, "
        "with AWS's suffix :json-key:version-stage:version-id for a part"
    }


def test_a_secrets_arn_without_its_last_six_characters_is_refused_with_the_way_out():
    problems = refused(build={"secrets": {"TOKEN": f"{SECRET.removesuffix('-AbCdEf')}:password"}})

    assert problems["build.secrets.TOKEN"].endswith(
        "; write the whole ARN, with the hyphen and six characters that follow the name: IAM decides by it"
    )


@pytest.mark.parametrize("name", ["plain", "/web/api-url", "/aws/service/x", "/" + "a" * 1010, "/a" * 15])
def test_a_parameter_is_named_as_in_systems_manager(name):
    assert configured(build={"parameters": {"A": name}}).build.parameters == {"A": name}


@pytest.mark.parametrize("name", ["", "a b", "web/api", "/web/", "//a", "/" + "a" * 1011, "/a" * 16])
def test_a_name_that_no_parameter_has_is_refused(name):
    assert refused(build={"parameters": {"A": name}}) == {
        "build.parameters.A": f"{NOT_SHOWN}, allowed is the name of a Systems Manager parameter, "
        "for example /web/api-url"
    }


def test_a_parameters_arn_is_refused_with_the_way_out():
    arn = "arn:aws:ssm:eu-central-1:123456789012:parameter/web/api"

    assert refused(build={"parameters": {"A": arn}})["build.parameters.A"].endswith("write its name, not its ARN")


def test_one_variable_cannot_come_from_two_places():
    problems = refused(
        build={
            "environment": {"A": "x", "B": "x"},
            "secrets": {"A": SECRET, "C": SECRET},
            "parameters": {"B": "b", "C": "c"},
        }
    )

    assert problems == {
        "build.secrets.A": "is in build.environment too; keep one of the two",
        "build.parameters.B": "is in build.environment too; keep one of the two",
        "build.parameters.C": "is in build.secrets too; keep one of the two",
    }


def test_outputs_pass_unchecked_but_where_they_decide_what_there_is():
    later = pulumi.Output.from_input("later")
    build = configured(build={"dockerfile": later, "environment": {"A": later}, "secrets": {"B": later}}).build

    assert build.dockerfile is later
    assert build.environment["A"] is later
    assert build.secrets["B"] is later
    assert list(refused(build={"architecture": later, "environment": later})) == [
        "build.architecture",
        "build.environment",
    ]
