"""What AWS says when a release fails -> the likely cause, in a sentence, with AWS's page about it."""

import re
from dataclasses import dataclass

DOCS = "https://docs.aws.amazon.com"
CODEBUILD = f"{DOCS}/codebuild/latest/userguide/troubleshooting.html"
CODEDEPLOY_CODES = f"{DOCS}/codedeploy/latest/userguide/error-codes.html"
CODEDEPLOY_ECS_ROLE = f"{DOCS}/AmazonECS/latest/developerguide/codedeploy_IAM_role.html"
CODEPIPELINE = f"{DOCS}/codepipeline/latest/userguide/troubleshooting.html"
CODEPIPELINE_ROLE = f"{DOCS}/codepipeline/latest/userguide/how-to-custom-role.html"
CONNECTION = f"{DOCS}/dtconsole/latest/userguide/connections-update.html"
CONNECTION_SOURCE = f"{DOCS}/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html"
DEPLOY_ACTION = f"{DOCS}/codepipeline/latest/userguide/action-reference-ECSbluegreen.html"
ECR_IMMUTABLE = f"{DOCS}/AmazonECR/latest/userguide/image-tag-mutability.html"
ECR_PUSH = f"{DOCS}/AmazonECR/latest/userguide/image-push-iam.html"
ECS_EVENTS = f"{DOCS}/AmazonECS/latest/developerguide/service-event-messages.html"
ECS_EXECUTION_ROLE = f"{DOCS}/AmazonECS/latest/developerguide/task_execution_IAM_role.html"
ECS_PULL = f"{DOCS}/AmazonECS/latest/developerguide/task_cannot_pull_image.html"
ECS_STOPPED = f"{DOCS}/AmazonECS/latest/developerguide/stopped-task-error-codes.html"
HEALTH_CHECKS = f"{DOCS}/elasticloadbalancing/latest/application/target-group-health-checks.html"


@dataclass(frozen=True)
class Cause:
    """Why, and where to read on."""

    sentence: str
    page: str


@dataclass(frozen=True)
class Known:
    """A text of AWS's that has a known cause."""

    text: str
    """A regular expression, found anywhere in the message, whatever its case."""
    sentence: str
    page: str


# The first that matches wins: what is special stands before what is general.
KNOWN = (
    # The source
    Known(
        r"connection .*(pending|not available)|unable to use connection",
        "the connection to the repository is not complete; complete it once in the console (`doctor` says how)",
        CONNECTION,
    ),
    Known(
        r"no branch .*found|could not find.*branch|reference does not exist",
        "the repository has no branch of the name in source.branch",
        CONNECTION_SOURCE,
    ),
    Known(
        r"(no|unable to find|could not access).*repository .*(found|connection)|repository not found",
        "the connection does not see the repository: source.repository is misspelt, or the host's app is not installed "
        "for it",
        CONNECTION_SOURCE,
    ),
    Known(
        r"provided role does not have sufficient permissions",
        "the pipeline's role may not use the connection: UseConnection has to be allowed for both of the service's "
        "names, codeconnections and codestar-connections",
        CONNECTION_SOURCE,
    ),
    Known(
        r"upload to s3 failed.*access denied",
        "the pipeline's role may not write into the artifact bucket: s3:PutObject and s3:PutObjectAcl, or the key's "
        "policy",
        CODEPIPELINE_ROLE,
    ),
    Known(
        r"permissions required to access the amazon s3 bucket",
        "the pipeline's role, or the bucket's own policy, does not let it read and write the artifact bucket",
        CODEPIPELINE_ROLE,
    ),
    # The build
    Known(
        r"toomanyrequests|pull rate limit",
        "Docker Hub's limit for anonymous pulls is used up, and CodeBuild's addresses are shared: take the base image "
        "from public.ecr.aws",
        CODEBUILD,
    ),
    Known(
        r"tag invalid|repository is immutable|imagetagalreadyexists",
        "the registry keeps every tag for ever, and this one is taken: push under a tag that no other build uses",
        ECR_IMMUTABLE,
    ),
    Known(
        r"failed to read dockerfile|(unable to|cannot) locate .*dockerfile|dockerfile.*no such file",
        "there is no Dockerfile where build.applicationPath and build.dockerfile say",
        CODEBUILD,
    ),
    Known(
        r"yaml_file_error",
        "the buildspec is missing where build.buildspec says, or is not valid",
        CODEBUILD,
    ),
    Known(
        r"not authorized to perform: ecr:(initiatelayerupload|uploadlayerpart|completelayerupload|putimage|"
        r"batchchecklayeravailability|getauthorizationtoken)",
        "the build's role may not push to the registry",
        ECR_PUSH,
    ),
    Known(
        r"not authorized to perform: ssm:getparameters|parameter does not exist",
        "a parameter in build.parameters does not exist, or the build's role may not read it (ssm:GetParameters)",
        CODEBUILD,
    ),
    Known(
        r"kms:decrypt|access to kms is not allowed|error code: accessdenied.*kms",
        "the role may not use the KMS key that the artifact or the secret is encrypted with (kms:Decrypt, on the role "
        "and in the key's policy)",
        CODEBUILD,
    ),
    Known(
        r"codebuild is not authorized to perform: sts:assumerole",
        "the build's role does not trust codebuild.amazonaws.com, or is too new; try again in a minute",
        CODEBUILD,
    ),
    Known(
        r"unexpected ec2 error: unauthorizedoperation",
        "the build runs in a VPC, and its role may not make a network interface there",
        CODEBUILD,
    ),
    Known(
        r"build_timed_out|build timed out",
        "the build took longer than build.timeoutMinutes",
        CODEBUILD,
    ),
    # The hand-over to CodeDeploy
    Known(
        r"(exception while trying to read|unable to (read|access)).*(task definition|appspec).*artifact",
        "the deploy step could not read taskdef.json or appspec.yaml: the artifact is larger than 3 MB, or the build "
        "did not write them",
        DEPLOY_ACTION,
    ),
    Known(
        r"ecs:tagresource",
        "the pipeline's role may not tag task definitions (ecs:TagResource), which AWS asks for since tagging is "
        "authorized",
        CODEPIPELINE_ROLE,
    ),
    Known(
        r"iam:passrole",
        "the role may not hand the task's roles to ECS: iam:PassRole for both of them, to ecs-tasks.amazonaws.com",
        CODEPIPELINE_ROLE,
    ),
    Known(
        r"already has an active deployment|deploymentlimitexceeded",
        "an earlier deployment has not ended; waiting for blue's end counts (deployment.terminationWaitMinutes)",
        CODEDEPLOY_CODES,
    ),
    Known(
        r"primary taskset target group must be behind listener",
        "the production listener was pointed elsewhere: let it forward to the target group of the PRIMARY task set",
        CODEDEPLOY_CODES,
    ),
    Known(
        r"cannot assume role provided|iam_role_missing",
        "CodeDeploy's role does not trust codedeploy.amazonaws.com, is gone, or is too new",
        CODEDEPLOY_ECS_ROLE,
    ),
    Known(
        r"iam_role_permissions.*lambda",
        "CodeDeploy's role may not call the hook's function; the managed role allows names that begin with "
        "CodeDeployHook_",
        CODEDEPLOY_ECS_ROLE,
    ),
    Known(
        r"iam_role_permissions",
        "CodeDeploy's role lacks a permission on ECS or the load balancer",
        CODEDEPLOY_ECS_ROLE,
    ),
    Known(
        r"hook_execution_failure|lifecycle.*hook.*(failed|timed out)",
        "a test of the release said no, or did not answer within an hour",
        CODEDEPLOY_CODES,
    ),
    Known(r"alarm_active", "an alarm went off during the release, and CodeDeploy went back", CODEDEPLOY_CODES),
    Known(r"manual_stop", "somebody stopped the deployment", CODEDEPLOY_CODES),
    # The tasks
    Known(
        r"exec format error",
        "the image is built for the other processor: build.architecture and the image's platform differ",
        ECS_STOPPED,
    ),
    Known(
        r"cannotpull.*(manifest unknown|not found|does not exist)|manifest.*unknown",
        "the image is not in the registry any more: it expired (imageRepository.keepImages), or was deleted",
        ECS_PULL,
    ),
    Known(
        r"(cannotpull|resourceinitializationerror).*(i/o timeout|timeout|deadline exceeded|connection issue|"
        r"request canceled|send request failed|unable to retrieve ecr registry auth)",
        "the task has no way to the registry: it needs a NAT gateway, a public address, or VPC endpoints, and "
        "service.egressPorts with 443",
        ECS_PULL,
    ),
    Known(
        r"cannotpull",
        "the task could not pull its image: the registry's or the execution role's permissions, or no way there",
        ECS_PULL,
    ),
    Known(
        r"secretsmanager:getsecretvalue|failed to fetch secret|unable to retrieve secret",
        "the task's execution role may not read a secret of service.secrets, or the secret is gone",
        ECS_EXECUTION_ROLE,
    ),
    Known(
        r"resourceinitializationerror",
        "ECS could not prepare the task: its execution role, the log group, or the way to AWS's services",
        ECS_STOPPED,
    ),
    Known(
        r"unable to assume the role|unable to assume the service linked role",
        "a role of the task does not trust ecs-tasks.amazonaws.com, or is gone",
        ECS_EXECUTION_ROLE,
    ),
    Known(
        r"outofmemory|exit(ed)?.{0,12}code:? 137",
        "the container needed more memory than service.memory, or did not stop within its time",
        ECS_STOPPED,
    ),
    Known(
        r"failed .*health checks|health checks failed|unhealthy in .*target-?group",
        "the new version does not answer the load balancer's health check: loadBalancer.healthCheck.path has to answer "
        "with a code of its matcher, on service.containerPort, before it is asked too often",
        HEALTH_CHECKS,
    ),
    Known(
        r"essential container in task exited",
        "the application ended by itself; its last words are in the log group",
        ECS_STOPPED,
    ),
    Known(
        r"capacity is unavailable|resource:(eni|memory|cpu|fargate)|reached the limit on the number of",
        "AWS had no room for the tasks: a quota of Fargate is used up, or the zone is full",
        ECS_EVENTS,
    ),
    Known(
        r"customer_application_unhealthy|\btimeout\b|timed out while waiting for the replacement task set",
        "the new tasks did not become healthy in time; why is in the service's events and its stopped tasks",
        CODEDEPLOY_CODES,
    ),
)


def likely_cause(text: str) -> Cause | None:
    """The cause of this message, if it is a known one."""
    flat = " ".join(text.split())
    for known in KNOWN:
        if re.search(known.text, flat, re.IGNORECASE):
            return Cause(known.sentence, known.page)
    return None
