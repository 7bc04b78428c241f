"""docker's command line, as far as a build uses it."""

import argparse
import sys
from typing import NoReturn

from rehearsal.build.docker_standin.commands import Docker
from rehearsal.build.docker_standin.errors import DockerError
from rehearsal.build.docker_standin.settings import StandinSettings

STATUS_OF_A_WRONG_COMMAND_LINE = 125


class DockerArgumentParser(argparse.ArgumentParser):
    """Ends as docker does where a command line is wrong."""

    def error(self, message: str) -> NoReturn:
        """Prints what is wrong; docker's status for that is 125."""
        print(
            f"{self.prog}: {message} (this docker knows login, build, tag, push, inspect and version)",
            file=sys.stderr,
        )
        sys.exit(STATUS_OF_A_WRONG_COMMAND_LINE)


def command_line() -> argparse.ArgumentParser:
    """The commands and the options of each."""
    parser = DockerArgumentParser(prog="docker", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)

    login = commands.add_parser("login", allow_abbrev=False)
    login.add_argument("-u", "--username")
    login.add_argument("-p", "--password")
    login.add_argument("--password-stdin", action="store_true")
    login.add_argument("server", nargs="?")

    build = commands.add_parser("build", allow_abbrev=False)
    for option in ("-t", "--tag"), ("--build-arg",), ("--label",):
        build.add_argument(*option, action="append", default=[])
    for option in ("-f", "--file"), ("--platform",), ("--target",), ("--progress",), ("--provenance",):
        build.add_argument(*option)
    for option in ("--pull",), ("--no-cache",), ("-q", "--quiet"):
        build.add_argument(*option, action="store_true")
    build.add_argument("context")

    tag = commands.add_parser("tag", allow_abbrev=False)
    tag.add_argument("source")
    tag.add_argument("target")

    push = commands.add_parser("push", allow_abbrev=False)
    push.add_argument("-q", "--quiet", action="store_true")
    push.add_argument("name")

    commands.add_parser("inspect", allow_abbrev=False).add_argument("names", nargs="+")
    commands.add_parser("version", allow_abbrev=False)
    return parser


def main() -> int:
    """Carries out one command and answers docker's exit status."""
    options = command_line().parse_args()
    docker = Docker(StandinSettings.from_environment())
    try:
        getattr(docker, options.command)(options)
    except DockerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
