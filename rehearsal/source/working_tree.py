"""Which files a push of the working tree would contain, and the commit they stand for."""

import hashlib
import os
import subprocess
from pathlib import Path

# What tools leave behind; a checkout's own .gitignore says the same where there is git.
UNTRACKED_FOLDERS = frozenset({".git", "__pycache__", "node_modules"})
UNTRACKED_ENDINGS = (".pyc", ".egg-info")


def source_files(project_dir: Path) -> list[Path]:
    """The files to pack, relative to the project: what git shows, or all but environments and caches."""
    list_files = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = _git(project_dir, *list_files) if _has_git(project_dir) else None
    found = _walk(project_dir) if listed is None else [Path(name) for name in listed.split("\0") if name]
    # A file that is deleted but still in git's index is not part of the working tree, nor is a submodule's folder.
    return sorted({file for file in found if _is_packable(project_dir / file)})


def commit_id(project_dir: Path, files: list[Path]) -> str:
    """The commit that is checked out; without one, 40 hexadecimal digits that follow from the content."""
    head = _git(project_dir, "rev-parse", "--verify", "HEAD") if _has_git(project_dir) else None
    return head.strip() if head else _content_hash(project_dir, files)


def _content_hash(project_dir: Path, files: list[Path]) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    for file in files:
        path = project_dir / file
        content = os.readlink(path).encode() if path.is_symlink() else path.read_bytes()
        digest.update(f"{file.as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _has_git(project_dir: Path) -> bool:
    # A project that merely lies inside somebody's repository is not a checkout: its files may be ignored there.
    top = _git(project_dir, "rev-parse", "--show-toplevel")
    return top is not None and Path(top.rstrip("\n")).resolve() == project_dir.resolve()


def _git(project_dir: Path, *arguments: str) -> str | None:
    # GIT_DIR and the like, as a hook sets them, would make git answer for another repository.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(project_dir), *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def _is_packable(path: Path) -> bool:
    return path.is_symlink() or path.is_file()


def _walk(project_dir: Path) -> list[Path]:
    found = []
    for folder, names, files in os.walk(project_dir):
        names[:] = [name for name in names if not _is_left_out(Path(folder) / name)]
        linked = [name for name in names if (Path(folder) / name).is_symlink()]
        found += [
            Path(folder, name).relative_to(project_dir)
            for name in files + linked
            if not name.endswith(UNTRACKED_ENDINGS)
        ]
    return found


def _is_left_out(folder: Path) -> bool:
    is_environment = (folder / "pyvenv.cfg").exists()
    is_cache = folder.name.startswith(".") and folder.name.endswith("_cache")
    return is_environment or is_cache or folder.name in UNTRACKED_FOLDERS or folder.name.endswith(UNTRACKED_ENDINGS)
