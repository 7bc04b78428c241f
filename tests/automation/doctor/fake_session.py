"""An AWS account that answers what a test lets it answer."""

from botocore.exceptions import ClientError

from automation.doctor.case import Case
from automation.project import Project


class FakeClient:
    """One service: answers by the operation's name; a function is called with the arguments."""

    def __init__(self, answers):
        self._answers = answers

    def __getattr__(self, operation):
        answer = self._answers[operation]

        def call(**arguments):
            found = answer(**arguments) if callable(answer) else answer
            if isinstance(found, BaseException):
                raise found
            return found

        return call


class FakeSession:
    """Stands for boto3's session."""

    def __init__(self, services, region="eu-central-1"):
        self._services = services
        self.region_name = region

    def client(self, service, **_):
        return FakeClient(self._services[service])


def refused(code, message="no"):
    """AWS says no."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "Operation")


def project_with(folder, settings=""):
    """A project whose dev stack has these settings."""
    (folder / "Pulumi.yaml").write_text("name: shop\n")
    (folder / "__main__.py").write_text("")
    (folder / "Pulumi.dev.yaml").write_text(f"config:\n  aws:region: eu-central-1\n{settings}")
    return Project.at(folder)


def case(folder, services, settings="", outputs=None, region="eu-central-1"):
    """The dev stack in such an account."""
    return Case(project_with(folder, settings), "dev", FakeSession(services, region), outputs or {})
