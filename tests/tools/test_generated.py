"""What is derived from the settings says what they are now; `make generate` writes it anew."""

from pathlib import Path

import pytest
import yaml

from tools import pulumi_config, settings_table
from tools.documented_settings import documented_settings, first_line, stated_facts
from tools.generated_part import replace_part
from tools.idle_cost import settings_of_stack

ROOT = Path(__file__).parents[2]


def test_pulumi_yaml_declares_the_groups_of_today():
    text = (ROOT / "Pulumi.yaml").read_text()

    expected = replace_part(text, pulumi_config.BEGIN, pulumi_config.END, pulumi_config.render_config())

    assert text == expected, "Pulumi.yaml is stale: run make generate"


def test_pulumi_insists_on_the_source_and_on_no_other_group():
    """Pulumi refuses a stack that lacks a declared group without a default."""
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())

    assert {group: declared.get("default") for group, declared in project["config"].items()} == {
        "source": None,
        "build": {},
        "imageRepository": {},
        "network": {},
        "loadBalancer": {},
        "service": {},
        "deployment": {},
        "pipeline": {},
        "encryption": {},
        "tags": {},
    }


def test_every_declared_group_is_a_map_with_a_description():
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())

    assert {declared["type"] for declared in project["config"].values()} == {"object"}
    assert all(declared["description"].endswith(".") for declared in project["config"].values())


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_a_stack_of_this_repository_sets_only_groups_that_exist(name):
    stack = yaml.safe_load((ROOT / f"Pulumi.{name}.yaml").read_text())
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())

    groups = {key.split(":")[1] for key in stack["config"] if key.startswith(f"{project['name']}:")}

    assert groups <= set(project["config"])


def test_the_dev_stack_is_cheap_and_leaves_nothing_behind():
    stack = yaml.safe_load((ROOT / "Pulumi.dev.yaml").read_text())

    assert stack["config"] == {
        "aws:region": "eu-central-1",
        "blue-green-ecs-pipeline:source": {"repository": "acme/web"},
        "blue-green-ecs-pipeline:build": {"buildspec": "buildspec/buildspec.yml"},
        "blue-green-ecs-pipeline:imageRepository": {"forceDelete": True},
        "blue-green-ecs-pipeline:network": {"nat": "none"},
        "blue-green-ecs-pipeline:service": {"desiredCount": 1, "containerInsights": False},
        "blue-green-ecs-pipeline:pipeline": {"forceDestroyArtifacts": True},
    }


def test_the_prod_stack_is_safe_and_nothing_in_it_goes_by_accident():
    stack = yaml.safe_load((ROOT / "Pulumi.prod.yaml").read_text())

    assert stack["config"] == {
        "aws:region": "eu-central-1",
        "blue-green-ecs-pipeline:source": {"repository": "acme/web", "branch": "production"},
        "blue-green-ecs-pipeline:build": {"buildspec": "buildspec/buildspec.yml"},
        "blue-green-ecs-pipeline:imageRepository": {"keepImages": 100},
        "blue-green-ecs-pipeline:network": {
            "availabilityZones": 3,
            "nat": "one-per-zone",
            "flowLogRetentionDays": 365,
        },
        "blue-green-ecs-pipeline:loadBalancer": {
            "certificateArn": (
                "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
            ),
            "domainName": "www.example.com",
            "webAclArn": (
                "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/web/00000000-0000-0000-0000-000000000000"
            ),
            "accessLogs": {"retentionDays": 365},
            "deletionProtection": True,
        },
        "blue-green-ecs-pipeline:service": {
            "scaling": {"min": 3, "max": 9, "requestsPerTarget": 1000},
            "cpu": 512,
            "memory": 1024,
            "readOnlyRootFilesystem": True,
            "egressPorts": [443],
            "logRetentionDays": 365,
        },
        "blue-green-ecs-pipeline:deployment": {
            "configuration": "CodeDeployDefault.ECSCanary10Percent5Minutes",
            "terminationWaitMinutes": 60,
            "smokeTest": {"path": "/"},
            "alarms": {"latencyP99Ms": 2000},
        },
        "blue-green-ecs-pipeline:pipeline": {"artifactRetentionDays": 365},
        "blue-green-ecs-pipeline:encryption": {
            "kmsKeyArn": "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000",
        },
        "blue-green-ecs-pipeline:tags": {"environment": "production", "owner": "platform@example.com"},
    }


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_every_stack_of_this_repository_is_accepted(name):
    assert settings_of_stack(name).source.repository == "acme/web"


@pytest.mark.parametrize("setting", list(documented_settings()), ids=lambda setting: setting.config_key)
def test_every_setting_says_what_it_is_its_default_its_limits_and_a_source(setting):
    assert setting.summary.endswith(".")
    assert setting.required != ("Default" in setting.facts)
    assert setting.facts["Source"]


@pytest.mark.parametrize(
    ("value", "documented", "shown"),
    [
        (5, "5", "`5`"),
        (False, "false", "`false`"),
        ("main", "main", "`main`"),
        (8080, "8080, or 8443 with a certificate", "`8080`, or 8443 with a certificate"),
        (None, "a connection of this component's own", "a connection of this component's own"),
    ],
)
def test_a_default_is_shown_as_pulumi_config_spells_it(value, documented, shown):
    assert settings_table.render_default(value, documented) == shown


@pytest.mark.parametrize("documented", ["6", "50", "five", ""])
def test_a_documented_default_that_is_not_the_real_one_is_refused(documented):
    with pytest.raises(ValueError, match="the default is 5, and documented as"):
        settings_table.render_default(5, documented)


def test_other_settings_are_named_as_pulumi_config_spells_them():
    assert settings_table.respell_settings("needs domain_name; not _LARGE") == "needs `domainName`; not _LARGE"


def test_the_facts_are_read_across_lines_and_sentences():
    text = """How long the blue task set keeps running.

    A rollback is quick until then.
    Unit: minutes. Default: 5. Limits: 0 to 2880
    (two days). A single dot is none.
    Source: AWS CodeDeploy API Reference, "BlueInstanceTerminationOption".
    """

    assert first_line(text) == "How long the blue task set keeps running."
    assert stated_facts(text) == {
        "Unit": "minutes",
        "Default": "5",
        "Limits": "0 to 2880 (two days). A single dot is none",
        "Source": 'AWS CodeDeploy API Reference, "BlueInstanceTerminationOption"',
    }


@pytest.mark.parametrize("text", ["begin\n", "end\n", ""])
def test_a_file_without_the_two_lines_is_refused(text):
    with pytest.raises(ValueError, match="is missing"):
        replace_part(text, "begin", "end", "part\n")
