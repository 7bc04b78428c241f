"""What AWS asks IAM for one API call, whoever makes it: actions, and the resource of each.

Source: AWS Service Authorization Reference, the page of each service. A call that is not here is an error and never
passes.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .asks import Ask, Place
from .encryption import key_asks
from .refusal import UnknownCall

Parameters = Mapping[str, Any]

# The prefix of a service's actions where it is another than the name of its client.
PREFIXES = {"elbv2": "elasticloadbalancing"}
ECS_TASKS = "ecs-tasks.amazonaws.com"


Resources = Callable[[Place, Parameters], Iterator[str]]


def asks_of(place: Place, service: str, operation: str, parameters: Parameters) -> list[Ask]:
    """The questions that AWS puts to IAM for this call.

    Raises:
        UnknownCall: when nobody here knows them.
    """
    known = OPERATIONS.get(service, {})
    if operation not in known:
        raise UnknownCall(f"nobody here knows what {service}:{operation} asks IAM for", step="Authorisation")
    action, resources = known[operation]
    prefix = PREFIXES.get(service, service)
    asked = [Ask(f"{prefix}:{action or operation}", resource) for resource in resources(place, parameters)]
    if service == "s3" and operation == "GetObject" and parameters.get("VersionId"):
        asked = [Ask("s3:GetObjectVersion", ask.resource) for ask in asked]
    passed = _passed_roles(place, service, operation, parameters)
    return [*asked, *passed, *key_asks(place, service, operation, parameters)]


def _passed_roles(place: Place, service: str, operation: str, parameters: Parameters) -> Iterator[Ask]:
    """iam:PassRole is no call of its own: AWS asks for it where a role is handed to a service."""
    if (service, operation) == ("ecs", "RegisterTaskDefinition"):
        definition = parameters
    elif (service, operation) == ("ecs", "CreateTaskSet"):
        described = place.client("ecs").describe_task_definition(taskDefinition=parameters["taskDefinition"])
        definition = described["taskDefinition"]
    else:
        return
    for key in ("executionRoleArn", "taskRoleArn"):
        if definition.get(key):
            yield Ask("iam:PassRole", definition[key], {"iam:passedtoservice": (ECS_TASKS,)})


def _everything(place: Place, parameters: Parameters) -> Iterator[str]:
    """An action without resource-level permission."""
    yield "*"


def _nothing(place: Place, parameters: Parameters) -> Iterator[str]:
    """A call that AWS allows to everybody."""
    return iter(())


def _arn(place: Place, service: str, resource: str) -> str:
    return f"arn:aws:{service}:{place.region}:{place.account_id}:{resource}"


def _object(place: Place, parameters: Parameters) -> Iterator[str]:
    yield f"arn:aws:s3:::{parameters['Bucket']}/{parameters['Key']}"


def _bucket(place: Place, parameters: Parameters) -> Iterator[str]:
    yield f"arn:aws:s3:::{parameters['Bucket']}"


def _repository(place: Place, parameters: Parameters) -> Iterator[str]:
    yield _arn(place, "ecr", f"repository/{parameters['repositoryName']}")


def _repositories(place: Place, parameters: Parameters) -> Iterator[str]:
    for name in parameters.get("repositoryNames") or ["*"]:
        yield _arn(place, "ecr", f"repository/{name}")


def _parameters(place: Place, parameters: Parameters) -> Iterator[str]:
    for name in parameters.get("Names") or [parameters["Name"]]:
        # A name that begins with a slash has no second one in its ARN.
        yield name if name.startswith("arn:") else _arn(place, "ssm", f"parameter/{name.lstrip('/')}")


def _secret(place: Place, parameters: Parameters) -> Iterator[str]:
    yield place.client("secretsmanager").describe_secret(SecretId=parameters["SecretId"])["ARN"]


def _log_stream(place: Place, parameters: Parameters) -> Iterator[str]:
    stream = f"log-group:{parameters['logGroupName']}:log-stream:{parameters['logStreamName']}"
    yield _arn(place, "logs", stream)


def _project(place: Place, parameters: Parameters) -> Iterator[str]:
    yield _arn(place, "codebuild", f"project/{parameters['projectName']}")


def _projects_of_builds(place: Place, parameters: Parameters) -> Iterator[str]:
    for build in parameters.get("ids") or [parameters["id"]]:
        yield _arn(place, "codebuild", f"project/{build.rpartition('/')[2].partition(':')[0]}")


def _application(place: Place, parameters: Parameters) -> Iterator[str]:
    yield _arn(place, "codedeploy", f"application:{parameters['applicationName']}")


def _deployment_group(place: Place, parameters: Parameters) -> Iterator[str]:
    if "deploymentId" in parameters:
        parameters = place.client("codedeploy").get_deployment(deploymentId=parameters["deploymentId"])[
            "deploymentInfo"
        ]
    group = f"{parameters['applicationName']}/{parameters['deploymentGroupName']}"
    yield _arn(place, "codedeploy", f"deploymentgroup:{group}")


def _deployment_configuration(place: Place, parameters: Parameters) -> Iterator[str]:
    yield _arn(place, "codedeploy", f"deploymentconfig:{parameters['deploymentConfigName']}")


def _service_path(parameters: Parameters, service: str) -> str:
    """Cluster and service as the long ARN form has them; either may be given as an ARN."""
    return f"{parameters['cluster'].rpartition('/')[2]}/{service.rpartition('/')[2]}"


def _services(place: Place, parameters: Parameters) -> Iterator[str]:
    for service in parameters.get("services") or [parameters["service"]]:
        yield _arn(place, "ecs", f"service/{_service_path(parameters, service)}")


def _new_task_set(place: Place, parameters: Parameters) -> Iterator[str]:
    # Its id is not known before the call.
    yield _arn(place, "ecs", f"task-set/{_service_path(parameters, parameters['service'])}/*")


def _task_set(place: Place, parameters: Parameters) -> Iterator[str]:
    path = _service_path(parameters, parameters["service"])
    yield _arn(place, "ecs", f"task-set/{path}/{parameters['taskSet'].rpartition('/')[2]}")


def _alarms(place: Place, parameters: Parameters) -> Iterator[str]:
    for name in parameters.get("AlarmNames") or ["*"]:
        yield _arn(place, "cloudwatch", f"alarm:{name}")


def _function(place: Place, parameters: Parameters) -> Iterator[str]:
    name = parameters["FunctionName"]
    yield name if name.startswith("arn:") else _arn(place, "lambda", f"function:{name}")


def _queue(place: Place, parameters: Parameters) -> Iterator[str]:
    yield _arn(place, "sqs", parameters["QueueUrl"].rpartition("/")[2])


def _given(name: str) -> Resources:
    """The parameter of this name is the ARN."""

    def resources(place: Place, parameters: Parameters) -> Iterator[str]:
        yield parameters[name]

    return resources


def _each(resources: Resources, *operations: str, action: str = "") -> dict[str, tuple[str, Resources]]:
    return dict.fromkeys(operations, (action, resources))


OPERATIONS: dict[str, dict[str, tuple[str, Resources]]] = {
    "cloudwatch": _each(_alarms, "DescribeAlarms"),
    "codebuild": _each(_project, "StartBuild") | _each(_projects_of_builds, "BatchGetBuilds", "StopBuild"),
    "codedeploy": {
        **_each(_application, "GetApplication", "GetApplicationRevision", "RegisterApplicationRevision"),
        **_each(_deployment_group, "CreateDeployment", "GetDeployment", "GetDeploymentGroup"),
        **_each(_deployment_configuration, "GetDeploymentConfig"),
        # Of its resource the Service Authorization Reference has none.
        **_each(_everything, "PutLifecycleEventHookExecutionStatus"),
    },
    "ec2": _each(_everything, "DescribeNetworkInterfaces", "DescribeSubnets", "DescribeVpcs", "DescribeSecurityGroups"),
    "ecr": {
        **_each(_everything, "GetAuthorizationToken"),
        **_each(
            _repository,
            *("BatchCheckLayerAvailability", "BatchGetImage", "CompleteLayerUpload", "DescribeImages"),
            *("DescribeImageScanFindings", "GetDownloadUrlForLayer", "InitiateLayerUpload", "ListImages"),
            *("PutImage", "StartImageScan", "UploadLayerPart", "BatchDeleteImage"),
        ),
        **_each(_repositories, "DescribeRepositories"),
    },
    "ecs": {
        # The page of CodePipeline's action asks for every resource.
        **_each(_everything, "RegisterTaskDefinition", "DescribeTaskDefinition"),
        **_each(_services, "DescribeServices", "UpdateService", "UpdateServicePrimaryTaskSet"),
        **_each(_new_task_set, "CreateTaskSet"),
        **_each(_task_set, "DeleteTaskSet"),
    },
    "elbv2": {
        **_each(_everything, "DescribeListeners", "DescribeLoadBalancers", "DescribeRules"),
        **_each(_everything, "DescribeTargetGroups", "DescribeTargetHealth"),
        **_each(_given("ListenerArn"), "ModifyListener"),
        **_each(_given("RuleArn"), "ModifyRule"),
    },
    "lambda": _each(_function, "Invoke", action="InvokeFunction"),
    "logs": _each(_log_stream, "CreateLogStream", "PutLogEvents"),
    "s3": {
        **_each(_object, "GetObject", "DeleteObject", "PutObjectAcl", "GetObjectAcl"),
        **_each(_object, "HeadObject", action="GetObject"),
        **_each(_object, "PutObject", "CreateMultipartUpload", "UploadPart", action="PutObject"),
        **_each(_object, "CompleteMultipartUpload", action="PutObject"),
        **_each(_object, "AbortMultipartUpload"),
        **_each(_bucket, "ListObjects", "ListObjectsV2", "HeadBucket", action="ListBucket"),
        **_each(_bucket, "GetBucketAcl", "GetBucketLocation", "GetBucketVersioning"),
    },
    "secretsmanager": _each(_secret, "GetSecretValue", "DescribeSecret"),
    "sns": _each(_given("TopicArn"), "Publish"),
    "sqs": _each(_queue, "SendMessage", "ReceiveMessage", "DeleteMessage"),
    "ssm": _each(_parameters, "GetParameters", "GetParameter"),
    "sts": _each(_nothing, "GetCallerIdentity") | _each(_given("RoleArn"), "AssumeRole"),
}
"""By service and operation: the action, empty where it has the operation's name, and the resources."""
