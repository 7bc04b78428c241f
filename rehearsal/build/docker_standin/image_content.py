"""Carries out a Dockerfile without an engine, but for RUN: files at their paths, and how the image starts."""

import os
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from rehearsal.build.docker_standin.build_context import BuildContext, matching_files
from rehearsal.build.docker_standin.dockerfile import Instruction, expand, parse_error
from rehearsal.build.docker_standin.errors import DockerError
from rehearsal.build.image_store import StoredImage


@dataclass
class Stage:
    """One FROM and what follows: the image so far, and the variables its next instruction sees."""

    name: str
    rootfs: Path
    image: StoredImage
    arguments: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        """ENV wins over ARG."""
        return {**self.arguments, **self.image.env}


class ImageContent:
    """The stages of one build, made instruction by instruction."""

    def __init__(self, context: BuildContext, build_arguments: dict[str, str], directory: Path) -> None:
        self.context = context
        self.build_arguments = build_arguments
        self.directory = directory
        self.stages: list[Stage] = []
        self._arguments_before_from: dict[str, str] = {}

    def carry_out(self, instructions: list[Instruction], target: str | None) -> Stage:
        """The last stage, or the one asked for."""
        for instruction in instructions:
            self._carry_out_one(instruction)
        if target is None:
            return self.stages[-1]
        return self._stage(target, instructions[-1].line)

    def _carry_out_one(self, instruction: Instruction) -> None:
        if instruction.word == "FROM":
            self._begin_stage(instruction)
        elif not self.stages:
            self._arguments_before_from.update(self._argument(instruction, self._arguments_before_from))
        else:
            self._change_stage(self.stages[-1], instruction)

    def _begin_stage(self, instruction: Instruction) -> None:
        words = expand(instruction.rest, self._arguments_before_from).split()
        if len(words) not in (1, 3) or (len(words) == 3 and words[1].upper() != "AS"):
            raise parse_error(instruction.line, "FROM requires either one or three arguments")
        base = next((stage for stage in self.stages if stage.name == words[0]), None)
        rootfs = self.directory / f"stage-{len(self.stages)}"
        if base is None:
            rootfs.mkdir(parents=True)
        else:
            shutil.copytree(base.rootfs, rootfs, symlinks=True)
        image = base.image if base else StoredImage(base=words[0])
        self.stages.append(Stage(words[2] if len(words) == 3 else "", rootfs, image))

    def _change_stage(self, stage: Stage, instruction: Instruction) -> None:
        word, image = instruction.word, stage.image
        expanded = replace(instruction, rest=expand(instruction.rest, stage.variables))
        if word in ("COPY", "ADD"):
            self._copy(stage, expanded)
        elif word == "ARG":
            stage.arguments.update(self._argument(instruction, {**self._arguments_before_from, **stage.variables}))
        elif word == "ENV":
            stage.image = replace(image, env={**image.env, **expanded.pairs()})
        elif word == "LABEL":
            stage.labels.update(expanded.pairs())
        elif word == "WORKDIR":
            stage.image = replace(image, workdir=os.path.normpath(os.path.join(image.workdir, expanded.rest)))
            _inside(stage.rootfs, stage.image.workdir).mkdir(parents=True, exist_ok=True)
        elif word == "USER":
            stage.image = replace(image, user=expanded.rest)
        elif word == "EXPOSE":
            stage.image = replace(image, exposed_ports=(*image.exposed_ports, *_ports(expanded)))
        elif word == "ENTRYPOINT":
            # An ENTRYPOINT takes away the CMD of the base image.
            stage.image = replace(image, entrypoint=instruction.command(), cmd=())
        elif word == "CMD":
            stage.image = replace(image, cmd=instruction.command())
        elif word == "RUN":
            stage.image = replace(image, not_run=(*image.not_run, instruction.rest))

    def _argument(self, instruction: Instruction, variables: dict[str, str]) -> dict[str, str]:
        name, equals, default = expand(instruction.rest, variables).partition("=")
        if name in self.build_arguments:
            return {name: self.build_arguments[name]}
        return {name: default.strip("\"'")} if equals else {name: self._arguments_before_from.get(name, "")}

    def _copy(self, stage: Stage, instruction: Instruction) -> None:
        *sources, destination = instruction.words()
        if not sources:
            raise parse_error(instruction.line, f"{instruction.word} requires at least two arguments")
        if any(source.startswith(("http://", "https://", "git@", "<<")) for source in sources):
            raise DockerError(f"ERROR: line {instruction.line}: this docker copies files of the context only")
        directory, files = self._copied_from(instruction)
        target = _inside(stage.rootfs, os.path.join(stage.image.workdir, destination))
        into_folder = destination.endswith(("/", ".")) or len(sources) > 1 or target.is_dir()
        for source in sources:
            found, folder = matching_files(files, source)
            if not found:
                raise DockerError(
                    "ERROR: failed to solve: failed to compute cache key: failed to calculate checksum: "
                    f'"/{source.lstrip("/")}": not found'
                )
            several = into_folder or len(found) > 1
            for file in found:
                inside = file.relative_to(folder) if folder else PurePosixPath(file.name)
                place = target / inside if folder or several else target
                _copy_file(directory / file, place, instruction.flags.get("chmod"))

    def _copied_from(self, instruction: Instruction) -> tuple[Path, list[PurePosixPath]]:
        if "from" not in instruction.flags:
            return self.context.directory, self.context.files()
        rootfs = self._stage(instruction.flags["from"], instruction.line).rootfs
        files = [PurePosixPath(path.relative_to(rootfs).as_posix()) for path in rootfs.rglob("*") if not path.is_dir()]
        return rootfs, sorted(files)

    def _stage(self, name: str, line: int) -> Stage:
        for number, stage in enumerate(self.stages):
            if name in (stage.name, str(number)):
                return stage
        raise DockerError(
            f"ERROR: line {line}: {name} is no stage of this Dockerfile, and no engine is here to pull it"
        )


def _ports(instruction: Instruction) -> list[int]:
    try:
        return [int(word.partition("/")[0]) for word in instruction.rest.split()]
    except ValueError:
        raise parse_error(instruction.line, f"invalid containerPort: {instruction.rest}") from None


def _inside(rootfs: Path, path: str) -> Path:
    # normpath leaves no `..` at the front of an absolute path, so nothing leaves the folder.
    return rootfs / os.path.normpath("/" + path).lstrip("/")


def _copy_file(source: Path, destination: Path, mode: str | None) -> None:
    destination.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, destination, follow_symlinks=False)
    if mode and not destination.is_symlink():
        destination.chmod(int(mode, 8))
