"""Errors of the CodeConnections API."""

from moto.core.exceptions import ServiceException


class ResourceNotFoundException(ServiceException):
    """A connection that is not there."""

    code = "ResourceNotFoundException"

    def __init__(self, arn: str) -> None:
        super().__init__(f"Resource: {arn} not found")


class InvalidInputException(ServiceException):
    """A request that AWS refuses as a whole."""

    code = "InvalidInputException"
