"""Texts as AWS writes them -> the likely cause."""

import re

import pytest

from automation.doctor.failures import KNOWN, likely_cause

MESSAGES = [
    (
        "User: arn:aws:sts::1:assumed-role/p/1 is not authorized to perform: ecs:TagResource on resource: "
        "arn:aws:ecs:eu-central-1:1:task-definition/web because no identity-based policy allows the ecs:TagResource",
        "may not tag task definitions",
    ),
    (
        "is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/task-web because no "
        "identity-based policy allows the iam:PassRole action",
        "iam:PassRole for both of them",
    ),
    (
        "ECS was unable to assume the role 'web' that was provided for this task. Please verify that the role being "
        "passed has the proper trust relationship and permissions",
        "does not trust ecs-tasks.amazonaws.com",
    ),
    ("The provided role does not have sufficient permissions", "codeconnections and codestar-connections"),
    ("[GitHub] No Branch [main] found for FullRepositoryName [acme/web]", "source.branch"),
    (
        "Unable to use Connection: arn:aws:codeconnections:eu-central-1:1:connection/x. The connection is pending",
        "not complete",
    ),
    (
        "The service role or action role doesn't have the permissions required to access the Amazon S3 bucket named b",
        "artifact bucket",
    ),
    ("Upload to S3 failed with the following error: Access Denied", "s3:PutObjectAcl"),
    ("COMMAND_EXECUTION_ERROR: toomanyrequests: You have reached your pull rate limit", "public.ecr.aws"),
    (
        "tag invalid: The image tag 'latest' already exists in the 'web' repository and cannot be overwritten because "
        "the repository is immutable.",
        "under a tag that no other build uses",
    ),
    (
        "denied: User: arn:aws:sts::1:assumed-role/b/AWSCodeBuild-1 is not authorized to perform: "
        "ecr:CompleteLayerUpload on resource: arn:aws:ecr:eu-central-1:1:repository/web",
        "may not push to the registry",
    ),
    (
        "Decrypted Variables Error Message: AccessDeniedException: is not authorized to perform: ssm:GetParameters "
        "on resource: arn:aws:ssm:eu-central-1:1:parameter/x",
        "build.parameters",
    ),
    ("YAML_FILE_ERROR: stat /codebuild/output/src/buildspec.yml: no such file or directory", "build.buildspec"),
    ("ERROR: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory", "no Dockerfile"),
    ("VPC_CLIENT_ERROR: Unexpected EC2 error: UnauthorizedOperation", "network interface"),
    ("CodeBuild is not authorized to perform: sts:AssumeRole on arn:aws:iam::1:role/b", "codebuild.amazonaws.com"),
    ("InvalidRoleException: Cannot assume role provided.", "codedeploy.amazonaws.com"),
    ("Exception while trying to read the task definition artifact file from: BuildArtifact", "3 MB"),
    (
        "DeploymentLimitExceededException: The Deployment Group 'web' already has an active Deployment 'd-1'",
        "deployment.terminationWaitMinutes",
    ),
    (
        "ECS_UPDATE_ERROR: The ELB could not be updated due to the following error: Primary taskset target group must "
        "be behind listener arn:aws:elasticloadbalancing:x",
        "PRIMARY task set",
    ),
    (
        "IAM_ROLE_PERMISSIONS: The role does not give you permission to perform operations in AWSLambda",
        "CodeDeployHook_",
    ),
    (
        "IAM_ROLE_PERMISSIONS: The role does not give you permission to perform operations in AmazonECS",
        "lacks a permission",
    ),
    ("HOOK_EXECUTION_FAILURE: the hook failed", "did not answer within an hour"),
    ("ALARM_ACTIVE: One or more alarms have been activated", "an alarm went off"),
    ("MANUAL_STOP: stopped by user", "somebody stopped"),
    ("exec /usr/local/bin/python: exec format error", "build.architecture"),
    (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
        "1.dkr.ecr.eu-central-1.amazonaws.com/web@sha256:1: not found",
        "imageRepository.keepImages",
    ),
    (
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to do request: Head "
        '"https://x": dial tcp 10.0.3.17:443: i/o timeout',
        "no way to the registry",
    ),
    (
        "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve ecr registry auth: "
        "service call has been retried 3 time(s): RequestError: send request failed",
        "no way to the registry",
    ),
    (
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
        "AccessDeniedException: User is not authorized to perform: secretsmanager:GetSecretValue on resource: x",
        "service.secrets",
    ),
    (
        "failed to fetch secret x from secrets manager: AccessDeniedException: Access to KMS is not allowed",
        "kms:Decrypt",
    ),
    ("ResourceInitializationError: failed to validate logger args", "could not prepare the task"),
    ("OutOfMemoryError: Container killed due to memory usage; exit code: 137", "service.memory"),
    ("Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:x)", "loadBalancer.healthCheck.path"),
    (
        "(service web) (port 8080) is unhealthy in (target-group arn:x) due to (reason Health checks failed with these "
        "codes: [404])",
        "loadBalancer.healthCheck.path",
    ),
    ("Essential container in task exited; exit code: 1", "its last words are in the log group"),
    ("Capacity is unavailable at this time. Please try again later or in a different availability zone", "no room"),
    (
        "TIMEOUT: The deployment timed out while waiting for the replacement task set to become healthy",
        "healthy in time",
    ),
    (
        "Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
        "does not trust ecs-tasks.amazonaws.com, or is gone",
    ),
    ("Could not access the repository acme/web: repository not found", "source.repository is misspelt"),
    ("BUILD_TIMED_OUT: Build has timed out.", "build.timeoutMinutes"),
    ("CannotPullContainerError: 403 Forbidden", "or no way there"),
]


@pytest.mark.parametrize(("text", "part"), MESSAGES, ids=[part for _, part in MESSAGES])
def test_a_known_text_has_its_cause_and_a_page_of_awss(text, part):
    cause = likely_cause(text)

    assert cause is not None
    assert part in cause.sentence
    assert re.fullmatch(r"https://docs\.aws\.amazon\.com/\S+\.html", cause.page)


def test_every_line_of_the_table_is_some_texts_first_match():
    """A line behind a broader one would never be said."""
    said = {likely_cause(text).sentence for text, _ in MESSAGES}
    unused = [known.text for known in KNOWN if known.sentence not in said]

    assert unused == []


def test_line_ends_do_not_hide_a_text():
    assert likely_cause("Essential container\n  in task exited") is not None


def test_what_nobody_knows_has_no_cause():
    assert likely_cause("something new") is None
