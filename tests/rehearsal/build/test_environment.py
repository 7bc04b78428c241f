"""Where a build's variables come from, seen from inside a build."""

import json

import pytest


def buildspec(env=None, command='echo ">${COLOUR-unset}"'):
    return json.dumps({"version": 0.2, "env": env or {}, "phases": {"build": {"commands": [command]}}}, indent=1)


def printed(account):
    account.build()
    return [line[1:] for line in account.printed if line.startswith(">")]


@pytest.fixture
def secret(account):
    secrets = account.aws.client("secretsmanager")
    old = secrets.create_secret(Name="token", SecretString='{"colour": "old-colour", "port": 8080}')
    secrets.put_secret_value(SecretId="token", SecretString='{"colour": "new-colour", "port": 8080}')
    return old


def reveal(account):
    """What the build got, which its log does not show."""
    account.create_project(
        buildspec=buildspec({"exported-variables": ["SEEN"]}, 'export SEEN="$(printf %s "$COLOUR" | rev)"'),
        COLOUR=account.colour,
    )
    return account.build().exported_variables["SEEN"][::-1]


def test_a_variable_of_the_buildspec_is_there(account):
    account.create_project(buildspec=buildspec({"variables": {"COLOUR": "blue"}}))

    assert printed(account) == ["blue"]


def test_the_project_wins_over_the_buildspec(account):
    account.create_project(buildspec=buildspec({"variables": {"COLOUR": "blue"}}), COLOUR=("green", "PLAINTEXT"))

    assert printed(account) == ["green"]


def test_a_parameter_of_the_buildspec_loses_against_the_projects_text(account):
    account.create_project(buildspec=buildspec({"parameter-store": {"COLOUR": "/gone"}}), COLOUR=("green", "PLAINTEXT"))

    assert printed(account) == ["green"]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("token", '{"colour": "new-colour", "port": 8080}'),
        ("token:colour", "new-colour"),
        ("token:port", "8080"),
        ("token:colour:AWSPREVIOUS", "old-colour"),
        ("token:colour:AWSCURRENT:", "new-colour"),
    ],
)
def test_a_secret_is_read_by_name_key_and_stage(account, secret, reference, expected):
    account.colour = (reference, "SECRETS_MANAGER")

    assert reveal(account) == expected


@pytest.mark.parametrize(("suffix", "expected"), [(":colour", "new-colour"), (":colour:AWSPREVIOUS", "old-colour")])
def test_a_secret_is_read_by_arn(account, secret, suffix, expected):
    account.colour = (secret["ARN"] + suffix, "SECRETS_MANAGER")

    assert reveal(account) == expected


def test_a_secret_is_read_by_version(account, secret):
    account.colour = (f"token:colour::{secret['VersionId']}", "SECRETS_MANAGER")

    assert reveal(account) == "old-colour"


def test_an_encrypted_parameter_is_read_in_clear(account):
    account.aws.client("ssm").put_parameter(Name="/web/colour", Value="mauve", Type="SecureString")
    account.colour = ("/web/colour", "PARAMETER_STORE")

    assert reveal(account) == "mauve"


def test_more_parameters_than_one_call_answers_are_read(account):
    for number in range(12):
        account.put_parameter(f"/web/{number}", f"colour-{number}")
    names = {f"C{number}": f"/web/{number}" for number in range(12)}
    account.create_project(
        buildspec=buildspec({"parameter-store": names, "exported-variables": ["SEEN"]}, 'export SEEN="$C0$C11" || true')
    )

    assert account.build().exported_variables == {"SEEN": "colour-0colour-11"}


@pytest.mark.parametrize(
    ("colour", "failure"),
    [
        (("/gone", "PARAMETER_STORE"), "COLOUR: Parameter Store has no parameter /gone"),
        (("gone", "SECRETS_MANAGER"), "COLOUR: Secrets Manager does not give gone (ResourceNotFoundException)"),
        (("token:gone", "SECRETS_MANAGER"), "COLOUR: token has no key gone"),
        (
            ("token:colour:AWSCURRENT:1234", "SECRETS_MANAGER"),
            "COLOUR: a secret is read by version stage or by version id",
        ),
    ],
)
def test_a_value_that_cannot_be_had_fails_the_build_before_its_first_command(account, secret, colour, failure):
    account.create_project(buildspec=buildspec(), COLOUR=colour)

    result = account.build()

    assert not result.succeeded
    assert result.failure.startswith(f"DOWNLOAD_SOURCE: {failure}")
    assert "Running command" not in "\n".join(account.printed)


def test_no_line_shows_a_secret(account, secret):
    account.create_project(
        buildspec=buildspec(command='echo "it is $COLOUR"; echo "$COLOUR" >&2; false'),
        COLOUR=("token:colour", "SECRETS_MANAGER"),
    )

    result = account.build()

    assert "new-colour" not in "\n".join(account.shown + result.log + [result.failure])
    assert "it is ***" in account.printed


def test_a_secret_of_the_project_is_not_exported(account, secret):
    account.create_project(buildspec=buildspec({"exported-variables": ["COLOUR"]}), COLOUR=("token", "SECRETS_MANAGER"))

    failure = account.build().failure

    assert failure == "DOWNLOAD_SOURCE: COLOUR: is a parameter or a secret of the project, CodeBuild does not export it"


def test_a_name_of_codebuilds_own_is_refused(account):
    account.create_project(buildspec=buildspec(), CODEBUILD_COLOUR=("blue", "PLAINTEXT"))

    assert account.build().failure == "DOWNLOAD_SOURCE: CODEBUILD_COLOUR: begins with CODEBUILD_, which is reserved"


def test_codebuilds_own_variables_are_those_of_a_pipelines_build(account):
    account.create_project(
        buildspec=buildspec(
            command='printf ">%s\\n" "$CODEBUILD_BUILD_NUMBER" "$CODEBUILD_INITIATOR" '
            '"$AWS_REGION" "$AWS_DEFAULT_REGION" '
            '"${#CODEBUILD_RESOLVED_SOURCE_VERSION}" "$([ "$CODEBUILD_SRC_DIR" = "$PWD" ] && echo here)"'
        )
    )

    assert printed(account) == ["1", "codepipeline/web-pipeline", "eu-central-1", "eu-central-1", "40", "here"]


def test_nothing_else_of_the_persons_environment_gets_in(account, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "from-the-person")
    account.create_project(buildspec=buildspec(command='echo ">${GITHUB_TOKEN-unset} $HOME"'))

    (line,) = printed(account)

    assert line.startswith("unset ")
    assert line.endswith("/home")
