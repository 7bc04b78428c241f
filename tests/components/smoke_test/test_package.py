"""The code that is uploaded runs by itself: Python's standard library, and nothing of this machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pulumi

from blue_green_ecs_pipeline.smoke_test.package import HANDLER, read_package
from tests.components.smoke_test.application import answers, node
from tests.components.smoke_test.aws_api import HOOK, LOAD_BALANCER, FakeApis

# What Lambda's runtime for Python does with the name of a handler.
RUN = """
import importlib, json, sys
module, _, name = sys.argv[1].rpartition(".")
class Context:
    def get_remaining_time_in_millis(self):
        return 60000
print(json.dumps(getattr(importlib.import_module(module), name)(json.loads(sys.argv[2]), Context())))
"""


def modules() -> dict[str, str]:
    package = read_package()
    found = {}
    for path, asset in package.assets.items():
        assert isinstance(asset, pulumi.StringAsset)
        found[path] = asset.text
    return found


def test_the_package_runs_without_anything_that_is_installed(tmp_path: Path, apis: FakeApis) -> None:
    for path, text in modules().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    with node(answers()) as green:
        variables = {
            "PYTHONPATH": str(tmp_path),
            "AWS_ENDPOINT_URL": apis.url,
            "AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "DNS_SUFFIX": "amazonaws.com",
            "LOAD_BALANCER": LOAD_BALANCER,
            "SCHEME": "http",
            "HOST": "www.example.com",
            "TEST_PORT": str(green.server_address[1]),
            "REQUEST_PATH": "/",
            "EXPECTED_STATUS": "200",
            "ATTEMPTS": "1",
            "REQUIRED_SUCCESSES": "1",
            "INTERVAL_SECONDS": "0",
        }
        # -S: no installed packages.
        ran = subprocess.run(
            [sys.executable, "-S", "-c", RUN, HANDLER, json.dumps(HOOK)],
            env=variables,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    assert ran.stderr == ""
    assert json.loads(ran.stdout.splitlines()[-1]) == {"status": "Succeeded"}
    assert [each["status"] for each in apis.reports] == ["Succeeded"]


def test_the_package_is_the_same_wherever_the_program_runs() -> None:
    here = modules()
    working_folder = Path.cwd()
    try:
        os.chdir("/")
        assert modules() == here
    finally:
        os.chdir(working_folder)

    assert sorted(here) == [
        "smoke_test/__init__.py",
        "smoke_test/aws_call.py",
        "smoke_test/deadline.py",
        "smoke_test/exchange.py",
        "smoke_test/handler.py",
        "smoke_test/nodes.py",
        "smoke_test/question.py",
        "smoke_test/report.py",
        "smoke_test/signature.py",
        "smoke_test/time_budget.py",
    ]
    assert not any(str(working_folder) in text for text in here.values())
