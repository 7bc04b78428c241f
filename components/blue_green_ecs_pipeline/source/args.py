"""What a user may write about the repository that is watched."""

from typing import NotRequired, TypedDict

import pulumi


class SourceArgs(TypedDict):
    """The repository and branch whose pushes start a release."""

    repository: str
    """The repository that is built and released, as owner/name.

    A change watches another repository from the next push on; what runs stays until then.
    Required. Limits: one owner and one name, as in acme/web, without a host and without .git.
    Source: AWS CodePipeline User Guide, "CodeStarSourceConnection for Bitbucket, GitHub, GitHub Enterprise Server,
    GitLab".
    """

    branch: NotRequired[pulumi.Input[str]]
    """The branch whose pushes start a release.

    A change takes effect with the next push to the new branch.
    Default: main. Limits: a legal Git branch name of at most 255 characters.
    Source: AWS CodePipeline User Guide, "Automate starting pipelines using triggers and filtering".
    """

    connection_arn: NotRequired[pulumi.Input[str]]
    """The ARN of an existing connection to the repository's host.

    With it no connection is created, and one that was created here is deleted. Without it a connection to GitHub is
    created, which stays PENDING until a person completes it in the AWS console: the first release waits for that.
    Default: a connection of this component's own. Limits: the ARN of a connection, of either service name
    (codeconnections, codestar-connections).
    Source: AWS Developer Tools console User Guide, "Connections rename - Summary of changes".
    """
