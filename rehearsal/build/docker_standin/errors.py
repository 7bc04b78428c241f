"""The one error of this docker: a message as docker prints it, and status 1."""


class DockerError(Exception):
    """What docker says when it gives up."""
