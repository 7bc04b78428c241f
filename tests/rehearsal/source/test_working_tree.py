import os
import subprocess
from pathlib import Path

import pytest

from rehearsal.source.working_tree import commit_id, source_files

FILES = ["Dockerfile", "app/server.py", "build/buildspec.yml", ".gitignore"]


def write(directory: Path, *names: str) -> None:
    for name in names:
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(name)


def git(directory: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(directory), *identity, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path):
    directory = tmp_path / "checkout"
    write(directory, *FILES)
    (directory / ".gitignore").write_text("*.log\n.venv/\n")
    git(directory, "init", "--quiet")
    git(directory, "add", ".")
    git(directory, "commit", "--quiet", "-m", "first")
    return directory


def names(directory: Path) -> list[str]:
    return [str(file) for file in source_files(directory)]


def test_a_checkout_is_packed_as_it_is_now_without_what_git_ignores(checkout):
    write(checkout, "new.py", "debug.log", ".venv/lib/x.py")
    (checkout / "Dockerfile").unlink()

    assert names(checkout) == [".gitignore", "app/server.py", "build/buildspec.yml", "new.py"]


def test_a_checkouts_commit_is_its_head(checkout):
    assert commit_id(checkout, source_files(checkout)) == git(checkout, "rev-parse", "HEAD")


def test_another_repository_named_by_the_environment_is_not_asked(checkout, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "gone"))

    assert names(checkout) == sorted(FILES)


def test_without_git_environments_and_caches_are_left_out(tmp_path):
    write(
        tmp_path, *FILES, "app/__pycache__/a.pyc", ".mypy_cache/x", "venv/pyvenv.cfg", "venv/lib/x.py", "a.egg-info/x"
    )

    assert names(tmp_path) == sorted(FILES)


def test_a_folder_that_another_repository_ignores_is_packed_all_the_same(checkout):
    inner = checkout / ".venv" / "project"
    write(inner, *FILES)

    assert names(inner) == sorted(FILES)


def test_without_a_commit_the_content_makes_one(tmp_path):
    write(tmp_path, "a", "b")
    first = commit_id(tmp_path, source_files(tmp_path))
    (tmp_path / "a").write_text("changed")

    second = commit_id(tmp_path, source_files(tmp_path))

    assert len(first) == len(second) == 40
    assert int(first, 16) != int(second, 16)


def test_a_repository_without_a_commit_is_packed_with_one_made_of_its_content(tmp_path):
    write(tmp_path, "a")
    git(tmp_path, "init", "--quiet")

    assert names(tmp_path) == ["a"]
    assert len(commit_id(tmp_path, source_files(tmp_path))) == 40


def test_a_link_is_one_file(tmp_path):
    write(tmp_path, "folder/a")
    os.symlink("folder", tmp_path / "link")

    assert names(tmp_path) == ["folder/a", "link"]
