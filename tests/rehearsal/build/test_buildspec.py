import pytest

from rehearsal.build.buildspec import Artifacts, Buildspec, Phase, parse_buildspec
from rehearsal.build.buildspec_checks import BuildspecError

PHASES = "phases: {build: {commands: [make]}}\n"


def test_every_key_that_a_build_uses_is_read():
    buildspec = parse_buildspec(
        """
        version: 0.2
        env:
          shell: bash
          variables: {COLOUR: blue, RETRIES: 3}
          parameter-store: {TEMPLATE: /web/taskdef}
          secrets-manager: {TOKEN: "token:key"}
          exported-variables: [COLOUR]
        phases:
          install: {runtime-versions: {python: 3.13}}
          build: {on-failure: ABORT, commands: [make, 7], finally: [rm -f token]}
        artifacts: {files: [a.json, "b/**/*"], base-directory: out, discard-paths: yes, exclude-paths: b/c}
        cache: {paths: [/root/.m2]}
        """
    )

    assert buildspec == Buildspec(
        phases=(
            Phase("install", runtime_versions={"python": "3.13"}),
            Phase("build", ("make", "7"), ("rm -f token",), "ABORT"),
        ),
        shell="bash",
        variables={"COLOUR": "blue", "RETRIES": "3"},
        parameter_store={"TEMPLATE": "/web/taskdef"},
        secrets_manager={"TOKEN": "token:key"},
        exported_variables=("COLOUR",),
        artifacts=Artifacts(("a.json", "b/**/*"), "out", True, ("b/c",)),
        not_rehearsed=("cache",),
    )


def test_phases_run_in_codebuilds_order_however_they_are_written():
    buildspec = parse_buildspec(
        "version: 0.2\nphases: {post_build: {commands: [c]}, install: {commands: [a]}, build: {commands: [b]}}"
    )

    assert [phase.name for phase in buildspec.phases] == ["install", "build", "post_build"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version: 0.2\nphases:\n  build: [", "the buildspec is not YAML at line 3"),
        ("- version", "buildspec: got a list, it must be a mapping"),
        (PHASES, "version: is missing, it must be 0.2"),
        ("version: 0.1\n" + PHASES, "version: got 0.1, only 0.2 runs its commands in one environment"),
        ("version: 0.2", "phases: is missing, a buildspec without phases does nothing"),
        (
            "version: 0.2\nphases: {}",
            "phases: is empty, it needs at least one of install, pre_build, build, post_build",
        ),
        ("version: 0.2\nphase: {}\n" + PHASES, "phase: is no key of a buildspec; did you mean phases?"),
        ("version: 0.2\nphases: {prebuild: {commands: [a]}}", "did you mean pre_build?"),
        ("version: 0.2\nphases: {build: {command: [a]}}", "phases.build.command: is no key of a buildspec"),
        ("version: 0.2\nphases: {build: {}}", "phases.build.commands: is missing, a phase needs at least one command"),
        ("version: 0.2\nphases: {build: }", "phases.build: got nothing, it must be a mapping"),
        (
            "version: 0.2\nphases: {build: {commands: {a: b}}}",
            "phases.build.commands: got a mapping, it must be a list",
        ),
        ("version: 0.2\nphases: {build: {commands: [{echo: hi}]}}", "phases.build.commands[0]: got a mapping"),
        ("version: 0.2\nphases: {build: {commands: [a], run-as: app}}", "phases.build.run-as: got app"),
        ("version: 0.2\nphases: {build: {commands: [a], on-failure: STOP}}", "phases.build.on-failure: got STOP"),
        ("version: 0.2\nphases: {build: {commands: [a], runtime-versions: {a: b}}}", "only phases.install"),
        ("version: 0.2\nbatch: {}\n" + PHASES, "batch: a batch build is not rehearsed"),
        ("version: 0.2\nenv: {shell: zsh}\n" + PHASES, "env.shell: got zsh, allowed are bash and /bin/sh"),
        ("version: 0.2\nenv: {variables: [A]}\n" + PHASES, "env.variables: got a list, it must be a mapping"),
        ("version: 0.2\nenv: {variables: {A: [b]}}\n" + PHASES, "env.variables.A: got a list, it must be a text"),
        ("version: 0.2\nenv: {variables: {A-B: c}}\n" + PHASES, "A-B cannot be the name of a variable"),
        ("version: 0.2\nenv: {variables: {CODEBUILD_X: c}}\n" + PHASES, "CODEBUILD_X begins with CODEBUILD_"),
        ("version: 0.2\nenv: {exported-variables: [AWS_ACCOUNT_ID]}\n" + PHASES, "AWS_ACCOUNT_ID begins with AWS_"),
        (
            "version: 0.2\nenv: {secrets-manager: {T: s}, exported-variables: [T]}\n" + PHASES,
            "env.exported-variables: T is a parameter or a secret",
        ),
        ("version: 0.2\nartifacts: {}\n" + PHASES, "artifacts.files: is missing"),
        ("version: 0.2\nartifacts: {files: [a], discard-paths: maybe}\n" + PHASES, "got maybe, allowed are yes and no"),
        ("version: 0.2\nartifacts: {files: [a], secondary-artifacts: {}}\n" + PHASES, "has one output"),
    ],
)
def test_what_codebuild_would_not_understand_is_one_sentence(text, message):
    with pytest.raises(BuildspecError) as raised:
        parse_buildspec(text)

    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
