"""A stack's config, as Pulumi's command would hand it to the program."""

import pytest

from rehearsal.up.stack_config import read_stack_config

PROJECT = """
name: shop
runtime: python
config:
  source:
    type: object
  build:
    type: object
    default: {}
  days:
    type: integer
    default: 7
  aws:region:
    value: eu-central-1
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)

    def with_stack(text):
        (tmp_path / "Pulumi.dev.yaml").write_text(text)
        return read_stack_config(tmp_path, "dev")

    return with_stack


def test_the_project_s_defaults_stand_where_the_stack_says_nothing(project):
    config = project("config: {}\n")

    assert config.project == "shop"
    assert config.stack == "dev"
    assert config.values == {"shop:build": "{}", "shop:days": "7", "aws:region": "eu-central-1"}


def test_the_stack_s_values_win_and_objects_are_json(project):
    config = project("config:\n  shop:days: 30\n  shop:source:\n    repository: acme/web\n  shop:keep: true\n")

    assert config.values["shop:days"] == "30"
    assert config.values["shop:source"] == '{"repository": "acme/web"}'
    assert config.values["shop:keep"] == "true"


def test_a_secret_is_marked_and_not_opened(project):
    config = project("config:\n  shop:password:\n    secure: v1:abc\n")

    assert config.values["shop:password"] == "[secret]"
    assert config.secret_keys == ("shop:password",)
