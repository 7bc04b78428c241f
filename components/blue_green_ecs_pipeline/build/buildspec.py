"""The buildspec that a project uses: the component's own, or a file of the watched repository."""

from importlib.resources import files

OWN_BUILDSPEC = "buildspec.yml"


def read_own_buildspec() -> str:
    """The component's own buildspec: a repository that uses it needs a Dockerfile and nothing else."""
    return files(__package__).joinpath(OWN_BUILDSPEC).read_text(encoding="utf-8")
