"""The pack as a process, and what describes it: PulumiPolicy.yaml, requirements, the README's table."""

import json
import re
from collections.abc import Iterator

import pytest
import yaml
from pulumi.runtime import proto

from guardrails import POLICIES
from tests.policy.judged import RULES, UNKNOWN
from tests.policy.started_pack import FOLDER, StartedPack, started
from tests.test_requirements import requirements
from tools.policy_table import policy_table

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
BUCKET = "aws:s3/bucket:Bucket"


@pytest.fixture(scope="module")
def pack() -> Iterator[StartedPack]:
    with started() as running:
        yield running


def test_the_process_tells_the_engine_every_policy(pack: StartedPack) -> None:
    info = pack.info()

    assert info.name == "aws-release-guardrails"
    assert info.supportsConfig
    assert [policy.name for policy in info.policies] == [policy.name for policy in POLICIES]
    assert all("\nWhy: " in policy.description and "\nFix: " in policy.description for policy in info.policies)
    assert all(policy.configSchema.properties for policy in info.policies)


def test_it_judges_a_resource_over_the_wire(pack: StartedPack) -> None:
    (found,) = pack.analyze(LOG_GROUP, "web", {"name": "/web"})

    assert found.policyName == "log-retention"
    assert found.enforcementLevel == proto.MANDATORY
    assert found.message.endswith("web: keeps its logs for ever")
    assert "Why: " in found.message
    assert pack.analyze(LOG_GROUP, "web", {"name": "/web", "retentionInDays": 30}) == []


def test_what_is_not_known_yet_is_no_violation_and_no_notice(pack: StartedPack) -> None:
    """A rule that reads it would have the engine say at each preview that it cannot run."""
    assert pack.analyze(LOG_GROUP, "web", {"name": UNKNOWN, "retentionInDays": UNKNOWN, "tags": {"a": UNKNOWN}}) == []


def test_it_judges_a_stack_over_the_wire(pack: StartedPack) -> None:
    found = pack.analyze_stack((BUCKET, "web", {"bucket": "web"}))

    assert {each.policyName for each in found} == {"bucket-encryption", "bucket-has-public-access-block", "bucket-tls"}
    assert {each.urn for each in found} == {f"urn:pulumi:dev::shop::{BUCKET}::web"}


def test_a_companys_own_settings_reach_the_rules() -> None:
    with started() as pack:
        pack.configure(log_retention={"minimumDays": 90}, required_tags={"tags": ["owner"]})

        found = pack.analyze(LOG_GROUP, "web", {"retentionInDays": 30})

        assert sorted(each.message.splitlines()[-1] for each in found) == [
            "web: keeps its logs for 30 days, fewer than 90",
            "web: lacks the tags owner",
        ]


def test_the_project_file_names_the_pack_and_the_language() -> None:
    project = yaml.safe_load((FOLDER / "PulumiPolicy.yaml").read_text())

    assert project["name"] == "aws-release-guardrails"
    assert project["runtime"]["name"] == "python"
    assert project["version"]


def test_it_needs_the_versions_that_are_tested_here() -> None:
    wanted = (FOLDER / "requirements.txt").read_text().splitlines()

    assert wanted == [requirements("requirements.txt")[0], "pulumi-policy>=1.21,<2"]
    assert wanted[1] in requirements("requirements-dev.txt")


def test_the_readmes_table_is_what_the_rules_say() -> None:
    assert policy_table() in (FOLDER / "README.md").read_text()


def test_the_settings_in_the_readme_are_options_that_the_rules_have() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", (FOLDER / "README.md").read_text(), re.DOTALL)

    for rule, settings in json.loads(example).items():
        known = {"enforcementLevel", *RULES[rule].config_schema.properties}
        assert settings in ("mandatory", "disabled") if isinstance(settings, str) else set(settings) <= known


def test_the_pack_needs_nothing_of_this_repository() -> None:
    """It is copied into other projects."""
    sources = [path.read_text() for path in FOLDER.rglob("*.py")]

    assert not any(f"{word} {name}" in text for text in sources for word in ("import", "from") for name in OURS)


OURS = ("blue_green_ecs_pipeline", "rehearsal", "automation", "tools", "tests")


def test_the_readmes_count_the_rules() -> None:
    number = str(len(POLICIES))

    assert f"\n{number} rules for" in (FOLDER / "README.md").read_text()
    assert f"`policy/` is a pack of {number} rules" in (FOLDER.parent / "README.md").read_text()
