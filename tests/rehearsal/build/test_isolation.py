"""A build cannot reach another AWS, whatever the person's environment and the project's variables say."""

import json

import pytest

from rehearsal.embedded_aws import additions
from rehearsal.embedded_aws.account import EmbeddedAws
from tests.rehearsal.build.codebuild_account import CodeBuildAccount


def printed_endpoint(account, name):
    """What a command of a build sees, in a project that sets this variable and another endpoint."""
    commands = [f'echo ">${{{name}-unset}} $AWS_ENDPOINT_URL"']
    account.create_project(
        buildspec=json.dumps({"version": 0.2, "phases": {"build": {"commands": commands}}}, indent=1),
        AWS_ENDPOINT_URL=("https://example.com", "PLAINTEXT"),
        **{name: ("from-the-project", "PLAINTEXT")},
    )
    account.build()
    return next(line[1:] for line in account.printed if line.startswith(">"))


@pytest.mark.parametrize("name", ["AWS_PROFILE", "AWS_ENDPOINT_URL_S3", "AWS_ROLE_ARN"])
def test_no_variable_leads_a_command_away_from_the_embedded_aws(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "from-the-person")
    additions.install()
    with EmbeddedAws() as aws:
        line = printed_endpoint(CodeBuildAccount(aws, tmp_path), name)
        endpoint_url = aws.endpoint_url

    assert line == f"unset {endpoint_url}"
