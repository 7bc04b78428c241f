"""What moto's CodeBuild lacks: projects of a pipeline, kept in full, and UpdateProject."""

from . import pipeline_projects, project_in_full


def install() -> None:
    """Adds all of it to moto; a second call changes nothing."""
    pipeline_projects.install()
    project_in_full.install()
