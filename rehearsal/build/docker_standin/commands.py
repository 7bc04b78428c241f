"""The commands of this docker: login, build, tag, push, inspect, version."""

import json
import os
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from rehearsal.build.docker_standin.build_context import BuildContext
from rehearsal.build.docker_standin.built_image import make_manifest
from rehearsal.build.docker_standin.dockerfile import parse_dockerfile
from rehearsal.build.docker_standin.engine import Engine
from rehearsal.build.docker_standin.errors import DockerError
from rehearsal.build.docker_standin.image_content import ImageContent
from rehearsal.build.docker_standin.local_images import LocalImages
from rehearsal.build.docker_standin.settings import StandinSettings
from rehearsal.build.image_store import ImageStore
from rehearsal.build.registry import ECR_HOST, PushError, Reference, push_manifest

# Any key that no role was given.
ADMINISTRATOR_KEY = "AKIAIOSFODNN7EXAMPLE"
NO_DAEMON = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"


class Docker:
    """One command's view of a build's settings and images."""

    def __init__(self, settings: StandinSettings) -> None:
        self.settings = settings
        self.local = LocalImages(settings.home)

    def login(self, options: Namespace) -> None:
        """Takes a password and contacts nobody."""
        password = sys.stdin.read().strip() if options.password_stdin else options.password
        if not options.username or not password:
            raise DockerError("Error: Cannot perform an interactive login from a non TTY device")
        self.local.log_in(options.server or "docker.io")
        print("Login Succeeded")

    def build(self, options: Namespace) -> None:
        """Makes an image of the context, with the machine's engine where one answers."""
        self._ask_for_daemon()
        context_directory = Path(options.context)
        dockerfile = Path(options.file) if options.file else context_directory / "Dockerfile"
        context = BuildContext(context_directory, dockerfile)
        if not dockerfile.is_file():
            raise DockerError(
                f"ERROR: failed to solve: failed to read dockerfile: open {dockerfile}: no such file or directory"
            )
        instructions = parse_dockerfile(dockerfile.read_text())
        labels = dict(label.partition("=")[::2] for label in options.label)
        with tempfile.TemporaryDirectory() as folder:
            content = ImageContent(context, _build_arguments(options.build_arg), Path(folder))
            stage = content.carry_out(instructions, options.target)
            engine = Engine.find(self.settings.commands, _environment_of_the_machine())
            if engine is None:
                manifest = make_manifest(stage, labels, options.platform)
                builder = "from a manifest: no docker engine answers"
                for instruction in stage.image.not_run:
                    print(f"not run without an engine: RUN {instruction}")
            else:
                manifest = engine.build(_engine_options(options, dockerfile), options.context)
                builder = f"by the docker engine {engine.version} of this machine"
            digest = self.local.add(manifest, stage.rootfs, stage.image)
        self.local.note_builder(builder)
        print(f"Built {builder}")
        for name in options.tag:
            self.local.name(Reference.parse(name), digest)
            print(f"naming to {Reference.parse(name)}")

    def tag(self, options: Namespace) -> None:
        """Gives an image another name."""
        self.local.name(Reference.parse(options.target), self._digest_of(options.source))

    def push(self, options: Namespace) -> None:
        """Puts the manifest into the embedded ECR and the files into the image store."""
        reference = Reference.parse(options.name)
        digest = self.local.digest_of(reference)
        print(f"The push refers to repository [{reference.host}/{reference.repository}]")
        if digest is None:
            raise DockerError(f"An image does not exist locally with the tag: {reference.host}/{reference.repository}")
        host = ECR_HOST.fullmatch(reference.host)
        if host is None:
            raise DockerError(f"denied: this docker pushes to the embedded ECR only, not to {reference.host}")
        if not self.local.is_logged_in(reference.host):
            raise DockerError("no basic auth credentials")
        manifest = self.local.manifest(digest)
        try:
            region = host["region"]
            push_manifest(_ecr(region), reference, manifest, registry=_ecr(region, of_the_registry=True))
        except PushError as error:
            raise DockerError(str(error)) from error
        image = self.local.images.load(digest)
        ImageStore(self.settings.image_store).save(digest, image.rootfs, image)
        print(f"{reference.tag}: digest: {digest} size: {len(manifest)}")

    def inspect(self, options: Namespace) -> None:
        """Describes images in docker's own keys."""
        described = []
        for name in options.names:
            digest = self._digest_of(name)
            image = self.local.images.load(digest)
            config = {
                "Cmd": list(image.cmd),
                "Entrypoint": list(image.entrypoint),
                "Env": [f"{key}={value}" for key, value in image.env.items()],
                "User": image.user,
                "WorkingDir": image.workdir,
            }
            identity = json.loads(self.local.manifest(digest))["config"]["digest"]
            described.append({"Id": identity, "RepoTags": self.local.names_of(digest), "Config": config})
        print(json.dumps(described, indent=4))

    def version(self, options: Namespace) -> None:
        """Says which docker this is."""
        print("Client: the rehearsal's docker")
        self._ask_for_daemon()
        engine = Engine.find(self.settings.commands, _environment_of_the_machine())
        print(f"Server: {engine.version}" if engine else "Server: none, images are manifests of their build context")

    def _ask_for_daemon(self) -> None:
        # In CodeBuild, only a privileged container or a docker server has one.
        if not self.settings.has_daemon:
            raise DockerError(NO_DAEMON)

    def _digest_of(self, name: str) -> str:
        digest = self.local.digest_of(Reference.parse(name))
        if digest is None:
            raise DockerError(f"Error response from daemon: No such image: {name}")
        return digest


def _build_arguments(given: list[str]) -> dict[str, str]:
    # Without a value, docker takes it from the environment.
    pairs = [
        (name, value if equals else os.environ.get(name, ""))
        for name, equals, value in (one.partition("=") for one in given)
    ]
    return dict(pairs)


def _engine_options(options: Namespace, dockerfile: Path) -> list[str]:
    chosen = ["--file", str(dockerfile)]
    chosen += [part for argument in options.build_arg for part in ("--build-arg", argument)]
    chosen += [part for label in options.label for part in ("--label", label)]
    for name in ("platform", "target"):
        if getattr(options, name):
            chosen += [f"--{name}", getattr(options, name)]
    return chosen + [f"--{name.replace('_', '-')}" for name in ("pull", "no_cache") if getattr(options, name)]


def _environment_of_the_machine() -> dict[str, str]:
    own = ("PYTHONPATH", "REHEARSAL_", "AWS_")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}


def _ecr(region: str, of_the_registry: bool = False) -> object:
    # Imported late: only a push needs it, and it takes longer to load than all the rest.
    import botocore.session
    from botocore.config import Config

    config = Config(retries={"total_max_attempts": 1})
    session = botocore.session.Session()
    if of_the_registry:
        # What the registry looks up for itself, nobody's role is asked for.
        session.set_credentials(ADMINISTRATOR_KEY, "opens-nothing")
    return session.create_client("ecr", region_name=region, config=config)
