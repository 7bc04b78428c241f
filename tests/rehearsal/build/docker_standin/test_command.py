"""The `docker` command as a build starts it: a process of its own, with the settings in its environment."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from rehearsal.build.docker_standin.settings import StandinSettings, install_command
from rehearsal.build.image_store import ImageStore
from tests.rehearsal.build.codebuild_account import DOCKERFILE, HOST

NAME = f"{HOST}/web:v1"

# Stands for a machine's docker whose engine answers: it writes down how it is called, and saves a small image.
FAKE_ENGINE = """#!/bin/sh
echo "$@" >> {calls}
case "$1" in
  version) echo 28.5.2 ;;
  build) while [ $# -gt 0 ]; do [ "$1" = --iidfile ] && echo sha256:abc > "$2"; shift; done; echo "engine builds" ;;
  save) cp {image} "$3" ;;
  *) exit 9 ;;
esac
"""


class DockerCommand:
    """The command installed for one build, and the folder it is called in."""

    def __init__(self, directory: Path, no_engine: Path, aws_environment: dict[str, str]) -> None:
        self.directory = directory
        self.settings = StandinSettings(directory / "docker", directory / "store", directory / "bin", has_daemon=True)
        self.path = [str(no_engine), "/usr/bin", "/bin"]
        self.aws_environment = aws_environment
        install_command(self.settings)
        (directory / "app").mkdir()
        (directory / "app" / "Dockerfile").write_text(DOCKERFILE)
        (directory / "app" / "server.py").write_text("print('hello')\n")

    def run(self, *arguments, stdin=""):
        environment = {
            **{name: value for name, value in self.aws_environment.items() if name.startswith("AWS_")},
            **self.settings.to_environment(),
            "PATH": os.pathsep.join([str(self.settings.commands), *self.path]),
        }
        return subprocess.run(
            ["docker", *arguments], input=stdin, env=environment, cwd=self.directory, capture_output=True, text=True
        )

    def log_in(self):
        return self.run("login", "--username", "AWS", "--password-stdin", HOST, stdin="secret\n")


@pytest.fixture
def docker(tmp_path, no_engine):
    return DockerCommand(tmp_path, no_engine, {})


@pytest.fixture
def pushing(aws, tmp_path, no_engine):
    aws.client("ecr").create_repository(repositoryName="web", imageTagMutability="MUTABLE")
    return DockerCommand(tmp_path, no_engine, aws.environment())


def test_a_login_reads_the_password_and_prints_none(docker):
    done = docker.log_in()

    assert (done.returncode, done.stdout, done.stderr) == (0, "Login Succeeded\n", "")


def test_a_login_without_a_password_fails(docker):
    done = docker.run("login", "--username", "AWS", "--password-stdin", HOST, stdin="\n")

    assert done.returncode == 1


def test_a_pushed_image_is_in_the_registry_and_in_the_store_under_one_digest(pushing, aws):
    pushing.log_in()
    pushing.run("build", "-t", NAME, "app")

    done = pushing.run("push", NAME)

    (image,) = aws.client("ecr").describe_images(repositoryName="web")["imageDetails"]
    assert done.returncode == 0, done.stderr
    assert image["imageTags"] == ["v1"]
    assert f"v1: digest: {image['imageDigest']} size:" in done.stdout
    assert ImageStore(pushing.settings.image_store).digests() == [image["imageDigest"]]


def test_the_digest_is_the_manifests_own(pushing, aws):
    pushing.log_in()
    pushing.run("build", "-t", NAME, "app")
    pushing.run("push", NAME)

    (image,) = aws.client("ecr").batch_get_image(repositoryName="web", imageIds=[{"imageTag": "v1"}])["images"]

    digest = "sha256:" + hashlib.sha256(image["imageManifest"].encode()).hexdigest()
    assert image["imageId"]["imageDigest"] == digest


def test_a_second_push_of_one_image_succeeds_where_tags_may_move(pushing):
    pushing.log_in()
    pushing.run("build", "-t", NAME, "app")

    assert [pushing.run("push", NAME).returncode for _ in range(2)] == [0, 0]


def test_a_second_push_of_one_image_fails_where_tags_may_not_move(pushing, aws):
    aws.client("ecr").put_image_tag_mutability(repositoryName="web", imageTagMutability="IMMUTABLE")
    pushing.log_in()
    pushing.run("build", "-t", NAME, "app")
    pushing.run("push", NAME)

    done = pushing.run("push", NAME)

    assert done.returncode == 1
    assert "The image tag 'v1' already exists in the 'web' repository" in done.stderr


def test_a_push_without_a_login_fails(docker):
    docker.run("build", "-t", NAME, "app")

    done = docker.run("push", NAME)

    assert (done.returncode, done.stderr) == (1, "no basic auth credentials\n")


@pytest.mark.parametrize("name", ["web:v1", "docker.io/acme/web:v1", "registry.example.com:5000/web:v1"])
def test_nothing_is_pushed_anywhere_but_into_the_embedded_registry(docker, name):
    docker.run("build", "-t", name, "app")

    done = docker.run("push", name)

    assert done.returncode == 1
    assert "denied: this docker pushes to the embedded ECR only" in done.stderr


def test_an_image_has_every_name_it_was_given(docker):
    docker.run("build", "-t", NAME, "app")
    docker.run("tag", NAME, f"{HOST}/web:latest")

    described = json.loads(docker.run("inspect", f"{HOST}/web").stdout)

    assert described[0]["RepoTags"] == [f"{HOST}/web:latest", NAME]
    assert described[0]["Config"]["Cmd"] == ["python", "server.py"]


@pytest.mark.parametrize("command", [("tag", "gone", "b"), ("inspect", "gone"), ("push", "gone")])
def test_an_image_that_was_not_built_is_unknown(docker, command):
    assert docker.run(*command).returncode == 1


@pytest.mark.parametrize("command", [("run", "a"), ("build", "--squash", "app"), ("buildx", "build", "."), ()])
def test_what_this_docker_cannot_do_ends_with_dockers_status_for_a_wrong_command(docker, command):
    done = docker.run(*command)

    assert done.returncode == 125
    assert "this docker knows login, build, tag, push, inspect and version" in done.stderr


def test_what_is_not_run_without_an_engine_is_listed(docker):
    (docker.directory / "app" / "Dockerfile").write_text("FROM a\nRUN pip install flask\n")

    done = docker.run("build", "app")

    assert done.stdout.splitlines() == [
        "not run without an engine: RUN pip install flask",
        "Built from a manifest: no docker engine answers",
    ]


def with_engine(docker):
    """Puts a docker further along PATH, whose engine answers."""
    machine = docker.directory / "machine"
    machine.mkdir()
    for name, content in {
        "config.json": "{}",
        "layer.tar": "layer",
        "manifest.json": '[{"Config": "config.json", "Layers": ["layer.tar"]}]',
    }.items():
        (machine / name).write_text(content)
    files = ["config.json", "layer.tar", "manifest.json"]
    subprocess.run(["tar", "-cf", "image.tar", *files], cwd=machine, check=True)
    command = machine / "docker"
    command.write_text(FAKE_ENGINE.format(calls=machine / "calls", image=machine / "image.tar"))
    command.chmod(0o755)
    docker.path.insert(0, str(machine))
    return machine / "calls"


def test_the_machines_engine_builds_where_one_answers_and_it_says_so(docker):
    calls = with_engine(docker)

    done = docker.run("build", "--pull", "--build-arg", "A=1", "-t", NAME, "-f", "app/Dockerfile", "app")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == ["engine builds", "Built by the docker engine 28.5.2 of this machine"]
    assert calls.read_text().splitlines()[1].startswith("build --file app/Dockerfile --build-arg A=1 --pull --iidfile")


def test_the_machines_docker_is_never_asked_to_log_in_to_tag_or_to_push(pushing):
    calls = with_engine(pushing)
    pushing.log_in()
    pushing.run("build", "-t", NAME, "app")
    pushing.run("tag", NAME, f"{HOST}/web:latest")

    done = pushing.run("push", NAME)

    assert done.returncode == 0, done.stderr
    assert {call.split()[0] for call in calls.read_text().splitlines()} == {"version", "build", "save"}
    assert NAME not in calls.read_text()


def test_an_engine_that_fails_fails_the_build(docker):
    calls = with_engine(docker)
    command = calls.with_name("docker")
    command.write_text(command.read_text().replace("  build)", "  build) exit 7 ;;\n  other)"))

    done = docker.run("build", "-t", NAME, "app")

    assert (done.returncode, done.stderr) == (1, "ERROR: the machine's docker build ended with status 7\n")
