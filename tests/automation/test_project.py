"""The project's folder: names, settings files, and the program as a function."""

import pulumi
import pytest

from automation.errors import AutomationError
from automation.project import Project


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-west-1\n  source: {repository: acme/web}\n")
    (tmp_path / "Pulumi.prod.yaml").write_text("")
    (tmp_path / "__main__.py").write_text("")
    return tmp_path


def test_the_stacks_are_those_that_have_a_file(folder):
    assert Project.at(folder).stack_names() == ["dev", "prod"]


def test_a_stack_with_organization_and_project_has_the_same_file(folder):
    assert Project.at(folder).settings_file("acme/shop/dev").name == "Pulumi.dev.yaml"


def test_a_misspelt_stack_is_not_made_a_new_one(folder):
    with pytest.raises(AutomationError) as refused:
        Project.at(folder).settings_file("prdo")

    assert str(refused.value) == f"prdo: there is no Pulumi.prdo.yaml in {folder}; stacks with a file: dev, prod"


@pytest.mark.parametrize("missing", ["Pulumi.yaml", "__main__.py"])
def test_a_folder_without_a_program_is_refused(folder, missing):
    (folder / missing).unlink()

    with pytest.raises(AutomationError, match=f"has no {missing}; name the folder of a Pulumi project with --project"):
        Project.at(folder)


def test_settings_are_found_by_their_full_key(folder):
    project = Project.at(folder)

    assert project.config("dev") == {"aws:region": "eu-west-1", "shop:source": {"repository": "acme/web"}}
    assert project.group("dev", "source") == {"repository": "acme/web"}
    assert project.group("prod", "source") == {}


def test_a_file_that_is_not_yaml_is_named(folder):
    (folder / "Pulumi.dev.yaml").write_text("a: b: c")

    with pytest.raises(AutomationError, match=r"Pulumi\.dev\.yaml is not YAML that can be read"):
        Project.at(folder).config("dev")


def test_a_fault_of_the_program_is_told_with_its_place_and_without_the_way_there(folder):
    (folder / "__main__.py").write_text("x = 1\n\n{}['key']\n")

    with pytest.raises(pulumi.RunError) as failed:
        Project.at(folder).program()()

    assert str(failed.value) == "the program failed: KeyError: 'key' (__main__.py, line 3)"


def test_refused_settings_keep_their_own_words(folder):
    (folder / "__main__.py").write_text("import pulumi\nraise pulumi.RunError('web: 1 setting cannot be used')\n")

    with pytest.raises(pulumi.RunError, match="^web: 1 setting cannot be used$"):
        Project.at(folder).program()()
