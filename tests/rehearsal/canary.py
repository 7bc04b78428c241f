"""Values that are kept where secrets belong, used by a whole rehearsal, and then looked for everywhere."""

import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from rehearsal.run import Rehearsal
from tests.engine.searched import places_of
from tests.rehearsal.page import ask
from tests.rehearsal.project_copy import replace_in

SECRET, PARAMETER = "canary-of-secrets-manager-b7f1", "canary-of-parameter-store-c92e"
NAME = "/canary/word"
WHERE_THEY_ARE_KEPT = {SECRET: ["AWS: secretsmanager"], PARAMETER: ["AWS: ssm", f"parameter {NAME}"]}
PAGES = ("/", "/version", "/health", "/canary")


@dataclass
class Canaries:
    """The values, in one copy of the project, and where they were found."""

    project: Path
    places: dict[str, list[str]] = field(default_factory=dict)
    build_logs: list[list[str]] = field(default_factory=list)

    def prepare(self, aws: Any) -> None:
        """Keeps them in this account; build and application are given them and fail without."""
        secret = aws.client("secretsmanager").create_secret(Name="canary", SecretString=json.dumps({"word": SECRET}))
        aws.client("ssm").put_parameter(Name=NAME, Value=PARAMETER, Type="SecureString")
        parameter = f"arn:aws:ssm:{aws.region}:{aws.account_id}:parameter{NAME}"
        of_json = f"{secret['ARN']}:word"
        settings = {
            "build": {"secrets": {"CANARY_SECRET": of_json}, "parameters": {"CANARY_PARAMETER": NAME}},
            "service": {"secrets": {"CANARY_SECRET": f"{of_json}::", "CANARY_PARAMETER": parameter}},
        }
        stack = self.project / "Pulumi.dev.yaml"
        config = yaml.safe_load(stack.read_text())
        for group, given in settings.items():
            config["config"].setdefault(f"blue-green-ecs-pipeline:{group}", {}).update(given)
        stack.write_text(yaml.safe_dump(config))
        self._use_in_the_build()
        self._use_in_the_application()

    def _use_in_the_build(self) -> None:
        commands = [
            *(f'test "$(printf %s "${name}" | sha256sum)" = "{digest}  -"' for name, digest in _digests().items()),
            'echo "told by the build $CANARY_SECRET and $CANARY_PARAMETER"',
        ]
        lines = "".join(f"      - {command}\n" for command in commands)
        start = "  build:\n    commands:\n"
        replace_in(self.project / "buildspec" / "buildspec.yml", start, start + lines)

    def _use_in_the_application(self) -> None:
        with (self.project / "application" / "settings.py").open("a") as settings:
            settings.write("\nimport hashlib\n")
            for name, digest in _digests().items():
                settings.write(f'assert hashlib.sha256(os.environ["{name}"].encode()).hexdigest() == "{digest}"\n')

    def searched_rehearsal(self) -> type[Rehearsal]:
        """A rehearsal that looks for them while everything is still there: at its end, or after a failed release."""
        canaries = self

        class Searched(Rehearsal):
            def _build(self, *arguments: Any) -> Any:
                result = super()._build(*arguments)
                canaries.build_logs.append(result.log)
                return result

            def _failed_deployment(self, *arguments: Any) -> Any:
                error = super()._failed_deployment(*arguments)
                canaries.search(self, error=[str(error), error.__dict__, *map(str, error.args)])
                return error

            def facts(self, front: Any) -> dict[str, str]:
                canaries.search(self)
                return super().facts(front)

        return Searched

    def search(self, rehearsal: Rehearsal, **more: Any) -> None:
        """Notes where each of them is."""
        url = rehearsal.front.url(rehearsal.service.production_listener_arn)
        things = {
            "state": rehearsal.driver._state,
            "report": rehearsal.report,
            "build logs": self.build_logs,
            "pages": [ask(url, path) for path in PAGES],
            **more,
        }
        for value in (SECRET, PARAMETER):
            self.places[value] = places_of(value, Path(tempfile.gettempdir()), **things)
            self.places[value] += [f"parameter {name}" for name in _parameters_with(rehearsal.aws, value)]


def _digests() -> dict[str, str]:
    values = {"CANARY_SECRET": SECRET, "CANARY_PARAMETER": PARAMETER}
    return {name: hashlib.sha256(value.encode()).hexdigest() for name, value in values.items()}


def _parameters_with(aws: Any, value: str) -> list[str]:
    """Which parameters hold it; the store as a whole has to know it."""
    pages = (
        aws.client("ssm")
        .get_paginator("get_parameters_by_path")
        .paginate(Path="/", Recursive=True, WithDecryption=True)
    )
    return [one["Name"] for page in pages for one in page["Parameters"] if value in one["Value"]]
