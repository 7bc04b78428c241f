"""The change that the article makes, on a copy of the working tree."""

import pytest

from rehearsal.checks.client import Release
from rehearsal.failure import RehearsalError
from rehearsal.source.next_push import copy_with_next_release, read_release


def release_file(colour="#1f77b4", version="1"):
    return f'"""What a release changes."""\n\nCOLOUR = "{colour}"\n"""Any colour."""\n\nVERSION = "{version}"\n'


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    (folder / "application").mkdir(parents=True)
    (folder / "application" / "release.py").write_text(release_file())
    (folder / "application" / "start.sh").write_text("#!/bin/sh\n")
    (folder / "application" / "start.sh").chmod(0o755)
    (folder / "latest").symlink_to("application")
    return folder


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "next-push"
    folder.mkdir()
    return folder


def test_the_release_is_what_the_application_will_say(project):
    assert read_release(project) == Release("#1f77b4", "1")


def test_the_next_push_changes_colour_and_version_and_nothing_else(project, copy):
    assert copy_with_next_release(project, copy) == Release("#2ca02c", "1-next")

    assert (copy / "application" / "release.py").read_text() == release_file("#2ca02c", "1-next")
    assert (copy / "application" / "start.sh").read_text() == "#!/bin/sh\n"
    assert (copy / "application" / "start.sh").stat().st_mode & 0o777 == 0o755
    assert (copy / "latest").readlink().as_posix() == "application"


def test_the_working_tree_itself_stays_as_it_is(project, copy):
    copy_with_next_release(project, copy)

    assert (project / "application" / "release.py").read_text() == release_file()


def test_an_application_that_is_green_already_becomes_blue(project, copy):
    (project / "application" / "release.py").write_text(release_file(colour="#2ca02c", version="8"))

    assert copy_with_next_release(project, copy) == Release("#1f77b4", "8-next")
    assert read_release(copy) == Release("#1f77b4", "8-next")


@pytest.mark.parametrize("name", ["COLOUR", "VERSION"])
def test_a_release_without_one_of_its_lines_is_told(project, name):
    file = project / "application" / "release.py"
    file.write_text(file.read_text().replace(f"{name} = ", f"{name}: str = "))

    with pytest.raises(RehearsalError, match=rf"^Source: application/release\.py has no line {name} = "):
        read_release(project)


def test_an_application_without_its_release_file_is_told(project):
    (project / "application" / "release.py").unlink()

    with pytest.raises(RehearsalError, match=r"^Source: there is no application/release\.py$"):
        read_release(project)
