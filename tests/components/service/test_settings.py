import pulumi
import pytest

from blue_green_ecs_pipeline.service.settings import ServiceSettings
from tests.components.configured import configured, refused

SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-AbCdEf"
PARAMETER = "arn:aws:ssm:eu-central-1:123456789012:parameter/web/password"
NOT_SHOWN = "got a value that is not shown, it may be a secret"


def test_a_service_needs_no_settings():
    assert configured().service == ServiceSettings(
        cpu=256,
        memory=512,
        container_port=8080,
        desired_count=2,
        scaling=None,
        environment={},
        secrets={},
        bootstrap_image=None,
        log_retention_days=30,
        egress_ports=None,
        stop_timeout_seconds=30,
        health_check_grace_seconds=60,
        read_only_root_filesystem=False,
        cluster_arn=None,
        container_insights=True,
    )


@pytest.mark.parametrize(
    ("cpu", "memory"),
    [(256, 512), (256, 1024), (256, 2048), (512, 1024), (512, 4096), (1024, 2048), (1024, 8192), (2048, 4096)]
    + [(2048, 16384), (4096, 8192), (4096, 30720), (8192, 16384), (8192, 20480), (8192, 61440), (16384, 32768)]
    + [(16384, 40960), (16384, 122880)],
)
def test_every_size_that_fargate_has_can_be_used(cpu, memory):
    service = configured(service={"cpu": cpu, "memory": memory}).service

    assert (service.cpu, service.memory) == (cpu, memory)


@pytest.mark.parametrize(
    ("cpu", "memory", "needs"),
    [
        (256, 4096, "512, 1024 or 2048 MiB"),
        (256, 1536, "512, 1024 or 2048 MiB"),
        (512, 512, "1024 to 4096 MiB in steps of 1024"),
        (512, 5120, "1024 to 4096 MiB in steps of 1024"),
        (1024, 1024, "2048 to 8192 MiB in steps of 1024"),
        (2048, 3072, "4096 to 16384 MiB in steps of 1024"),
        (4096, 1024, "8192 to 30720 MiB in steps of 1024"),
        (4096, 31744, "8192 to 30720 MiB in steps of 1024"),
        (8192, 17408, "16384 to 61440 MiB in steps of 4096"),
        (16384, 36864, "32768 to 122880 MiB in steps of 8192"),
    ],
)
def test_memory_that_does_not_go_with_the_cpu_is_refused_with_what_does(cpu, memory, needs):
    assert refused(service={"cpu": cpu, "memory": memory}) == {
        "service.memory": f"got {memory} MiB with cpu {cpu}, which needs {needs}"
    }


def test_a_cpu_that_fargate_does_not_have_is_refused_once():
    assert refused(service={"cpu": 300, "memory": 8192}) == {
        "service.cpu": "got 300, allowed are 256, 512, 1024, 2048, 4096, 8192 or 16384 CPU units"
    }


@pytest.mark.parametrize("memory", [0, 511, 122881])
def test_memory_that_no_task_has_is_refused_once(memory):
    assert refused(service={"cpu": 4096, "memory": memory}) == {
        "service.memory": f"got {memory}, allowed are 512 to 122880 MiB"
    }


def test_a_size_that_is_known_later_is_not_compared():
    cpu = pulumi.Output.from_input(256)

    assert configured(service={"cpu": cpu, "memory": 8192}).service.cpu is cpu


@pytest.mark.parametrize(
    ("key", "setting", "legal", "illegal", "limits"),
    [
        ("container_port", "service.containerPort", [1, 65535], [0, 65536], "1 to 65535"),
        ("desired_count", "service.desiredCount", [1, 5000], [0, 5001], "1 to 5000 tasks"),
        ("stop_timeout_seconds", "service.stopTimeoutSeconds", [2, 120], [1, 121], "2 to 120 seconds"),
        ("health_check_grace_seconds", "service.healthCheckGraceSeconds", [0, 3600], [-1, 3601], "0 to 3600 seconds"),
    ],
)
def test_numbers_are_taken_up_to_their_limits(key, setting, legal, illegal, limits):
    for value in legal:
        assert getattr(configured(service={key: value}).service, key) == value
    for value in illegal:
        assert refused(service={key: value}) == {setting: f"got {value}, allowed are {limits}"}


@pytest.mark.parametrize(
    "days", [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557]
)
def test_logs_are_kept_for_the_times_that_cloudwatch_has(days):
    assert configured(service={"log_retention_days": days}).service.log_retention_days == days


def test_another_time_is_refused_with_those_there_are():
    assert refused(service={"log_retention_days": 31}) == {
        "service.logRetentionDays": "got 31, allowed are 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, "
        "731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days"
    }


def test_a_variable_may_be_empty_or_known_later():
    later = pulumi.Output.from_input("later")
    environment = configured(service={"environment": {"EMPTY": "", "LATER": later}}).service.environment

    assert environment["EMPTY"] == ""
    assert environment["LATER"] is later


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (8080, f"{NOT_SHOWN}, allowed is text; write it in quotes"),
        (True, f"{NOT_SHOWN}, allowed is text; write it in quotes"),
        (["x"], f"{NOT_SHOWN}, allowed is text"),
        (None, "got null, allowed is text; remove it or set it"),
    ],
)
def test_a_variable_that_is_no_text_is_refused_without_showing_it(value, sentence):
    problems = refused(service={"environment": {"PORT": value}})

    assert problems["service.environment.PORT"].startswith(sentence)


@pytest.mark.parametrize("arn", [SECRET, f"{SECRET}:password::", f"{SECRET}:password:AWSCURRENT:", PARAMETER])
def test_a_secret_is_the_arn_of_a_secret_or_a_parameter(arn):
    assert configured(service={"secrets": {"A": arn}}).service.secrets == {"A": arn}


ALLOWED = "allowed is the ARN of a Secrets Manager secret or of a Systems Manager parameter"


@pytest.mark.parametrize(
    ("value", "way_out"),
    [
        ("hunter2", "write its ARN, not its name"),
        ("/web/password", "write its ARN, not its name"),
        ("", "write its ARN, not its name"),
        (
            f"{SECRET}:password",
            "write the whole suffix, :json-key:version-stage:version-id with all three colons",
        ),
        (
            SECRET.removesuffix("-AbCdEf"),
            "write the whole ARN, with the hyphen and six characters that follow the name: IAM decides by it",
        ),
    ],
)
def test_a_secret_that_is_no_arn_is_refused_without_showing_it(value, way_out):
    assert refused(service={"secrets": {"PASSWORD": value}}) == {
        "service.secrets.PASSWORD": f"{NOT_SHOWN}, {ALLOWED}; {way_out}"
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [(["PORT=8080"], "got a list"), ("PASSWORD=hunter2", NOT_SHOWN), (5, "got 5"), (False, "got false")],
)
def test_an_environment_that_is_no_map_is_refused(value, shown):
    assert refused(service={"environment": value}) == {
        "service.environment": f"{shown}, allowed is a map of names to texts"
    }


def test_one_variable_cannot_be_plain_and_secret():
    assert refused(service={"environment": {"A": "x"}, "secrets": {"A": SECRET}}) == {
        "service.secrets.A": "is in service.environment too; keep one of the two"
    }


@pytest.mark.parametrize("image", ["busybox", "public.ecr.aws/x/busybox:1.37", "a" * 255, "a@sha256:" + "0" * 64])
def test_the_bootstrap_image_is_the_name_of_an_image(image):
    assert configured(service={"bootstrap_image": image}).service.bootstrap_image == image


@pytest.mark.parametrize("image", ["", "a b", "a" * 256, "-x"])
def test_a_bootstrap_image_that_is_no_name_is_refused(image):
    (sentence,) = refused(service={"bootstrap_image": image}).values()

    assert sentence.endswith("allowed is the name of an image, of at most 255 characters without spaces")


def test_a_port_that_is_known_later_is_refused_once():
    assert refused(service={"egress_ports": [pulumi.Output.from_input(443)]}) == {
        "service.egressPorts[0]": "got an Output, allowed is a plain value: it decides which resources there are"
    }


@pytest.mark.parametrize("ports", [[443], [443, 5432], [1, 443.0, 65535]])
def test_egress_can_be_narrowed_to_ports(ports):
    assert configured(service={"egress_ports": ports}).service.egress_ports == tuple(int(port) for port in ports)


@pytest.mark.parametrize(
    ("ports", "problems"),
    [
        (
            [],
            {"service.egressPorts": "is without 443; tasks pull their image, read secrets and write logs through it"},
        ),
        (
            [80],
            {"service.egressPorts": "is without 443; tasks pull their image, read secrets and write logs through it"},
        ),
        ([443, 443], {"service.egressPorts[1]": "got 443 for the second time; keep one of the two"}),
        ([443, 0], {"service.egressPorts[1]": "got 0, allowed are 1 to 65535"}),
        ([65536], {"service.egressPorts[0]": "got 65536, allowed are 1 to 65535"}),
        (443, {"service.egressPorts": "got 443, allowed is a list; write [...] around it"}),
        (["443"], {"service.egressPorts[0]": 'got "443", allowed is a whole number; write it without quotes'}),
    ],
)
def test_egress_that_tasks_cannot_live_with_is_refused(ports, problems):
    assert refused(service={"egress_ports": ports}) == problems


def test_an_environment_value_must_not_hold_what_the_pipeline_replaces():
    assert refused(service={"environment": {"HINT": "see <IMAGE1_NAME>"}}) == {
        "service.environment.HINT": "holds <IMAGE1_NAME>, in whose place the pipeline puts the image; "
        "choose another text"
    }
