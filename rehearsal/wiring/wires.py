"""The wires: which properties of which types point at another resource, are one of a set, or agree with another."""

TYPO, ACCOUNT, REGION, MISSING, OFF_BY_ONE, UNKNOWN, EMPTY = (
    "typo",
    "account",
    "region",
    "missing",
    "off by one",
    "unknown",
    "empty",
)
OTHER = "other "
"""And after it a reference to another resource: the other colour, another role, another subnet."""

VPC = "aws:ec2/vpc:Vpc"
GATEWAY = "aws:ec2/internetGateway:InternetGateway"
SUBNET = "aws:ec2/subnet:Subnet"
TABLE = "aws:ec2/routeTable:RouteTable"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ROUTE = "aws:ec2/route:Route"
NAT = "aws:ec2/natGateway:NatGateway"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
TARGETS = "aws:lb/targetGroup:TargetGroup"
ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicy:RolePolicy"
REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
CONNECTION = "aws:codeconnections/connection:Connection"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
PARAMETER = "aws:ssm/parameter:Parameter"
DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"
PROJECT = "aws:codebuild/project:Project"
APPLICATION = "aws:codedeploy/application:Application"
DEPLOYMENTS = "aws:codedeploy/deploymentGroup:DeploymentGroup"
PIPELINE = "aws:codepipeline/pipeline:Pipeline"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
FUNCTION = "aws:lambda/function:Function"
SCALED = "aws:appautoscaling/target:Target"
SCALING = "aws:appautoscaling/policy:Policy"

PAIR = "loadBalancerInfo.targetGroupPairInfo"
LOG_OPTIONS = "logConfiguration.options"

# Type, property (`*` for every index or key) and the mistakes. A property that no resource has is passed over.
WIRES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (VPC, "enableDnsSupport", ("not",)),
    (GATEWAY, "vpcId", (TYPO, MISSING)),
    (SUBNET, "vpcId", (TYPO,)),
    (SUBNET, "availabilityZone", (UNKNOWN,)),
    (ASSOCIATION, "routeTableId", (TYPO,)),
    (ASSOCIATION, "subnetId", (TYPO,)),
    (ROUTE, "gatewayId", (TYPO, MISSING)),
    (ROUTE, "natGatewayId", (TYPO, MISSING)),
    (NAT, "allocationId", (TYPO, MISSING)),
    (NAT, "subnetId", (TYPO,)),
    (GROUP, "vpcId", (TYPO, MISSING)),
    (INGRESS, "fromPort", (OFF_BY_ONE,)),
    (INGRESS, "securityGroupId", (TYPO,)),
    (INGRESS, "referencedSecurityGroupId", (TYPO,)),
    (INGRESS, "ipProtocol", ("=udp",)),
    (EGRESS, "referencedSecurityGroupId", (TYPO,)),
    (EGRESS, "securityGroupId", (TYPO,)),
    (EGRESS, "cidrIpv4", ("=10.0.0.0/8",)),
    (ENDPOINT, "serviceName", (TYPO, REGION)),
    (ENDPOINT, "vpcId", (TYPO,)),
    (ENDPOINT, "subnetIds.0", (TYPO,)),
    (ENDPOINT, "securityGroupIds.0", (TYPO,)),
    (BALANCER, "subnets.0", (TYPO, OTHER + "${web-vpc-private-1.id}", OTHER + "${web-vpc-public-2.id}")),
    (BALANCER, "securityGroups.0", (TYPO, OTHER + "${web-task-security-group.id}")),
    (BALANCER, "loadBalancerType", ("=network",)),
    (LISTENER, "loadBalancerArn", (TYPO, ACCOUNT, REGION)),
    (LISTENER, "port", (OFF_BY_ONE,)),
    (LISTENER, "protocol", ("=TCP",)),
    (LISTENER, "certificateArn", (TYPO, REGION, ACCOUNT, MISSING)),
    (LISTENER, "sslPolicy", (TYPO,)),
    (LISTENER, "defaultActions.0.redirect.port", (MISSING, "=8443")),
    (LISTENER, "defaultActions.0.redirect.protocol", (MISSING,)),
    (LISTENER, "defaultActions.0.targetGroupArn", (TYPO, ACCOUNT, OTHER + "${web-green-target-group.arn}")),
    (TARGETS, "vpcId", (TYPO, MISSING)),
    (TARGETS, "targetType", ("=instance",)),
    (TARGETS, "protocol", ("=HTTPS", "=TCP")),
    (TARGETS, "healthCheck.port", ("=9999",)),
    (TARGETS, "healthCheck.path", ("=/no-such-path", "=no-slash")),
    (TARGETS, "healthCheck.matcher", ("=204",)),
    (TARGETS, "healthCheck.protocol", ("=HTTPS",)),
    (ROLE, "assumeRolePolicy.Statement.0.Principal.Service", ("=ec2.amazonaws.com",)),
    (ROLE, "assumeRolePolicy.Statement.0.Condition.StringEquals.aws:SourceAccount", (ACCOUNT,)),
    (POLICY, "role", (TYPO, OTHER + "${web-task-role.name}")),
    (POLICY, "policy.Statement.0.Action.0", (TYPO,)),
    (POLICY, "policy.Statement.1.Resource.0", (ACCOUNT,)),
    (LIFECYCLE, "repository", (TYPO,)),
    (REPOSITORY, "imageTagMutability", (UNKNOWN,)),
    (LOGS, "retentionInDays", (OFF_BY_ONE,)),
    (CONNECTION, "providerType", (UNKNOWN,)),
    (BUCKET_POLICY, "bucket", (TYPO,)),
    (BUCKET_POLICY, "policy.Statement.0.Resource.0", (TYPO,)),
    (ENCRYPTION, "bucket", (TYPO,)),
    (PARAMETER, "insecureValue.executionRoleArn", (TYPO, ACCOUNT)),
    (PARAMETER, "insecureValue.containerDefinitions.0.name", (TYPO,)),
    (PARAMETER, "insecureValue.containerDefinitions.0.portMappings.0.containerPort", (OFF_BY_ONE,)),
    (PARAMETER, f"insecureValue.containerDefinitions.0.{LOG_OPTIONS}.awslogs-group", (TYPO,)),
    (PARAMETER, f"insecureValue.containerDefinitions.0.{LOG_OPTIONS}.awslogs-region", ("=eu-west-1",)),
    (PARAMETER, "insecureValue.Resources.0.TargetService.Properties.LoadBalancerInfo.ContainerName", (TYPO,)),
    (PARAMETER, "insecureValue.Resources.0.TargetService.Properties.LoadBalancerInfo.ContainerPort", (OFF_BY_ONE,)),
    (DEFINITION, "executionRoleArn", (TYPO, ACCOUNT, MISSING, OTHER + "${web-task-role.arn}")),
    (DEFINITION, "taskRoleArn", (TYPO, OTHER + "${web-execution-role.arn}")),
    (DEFINITION, "networkMode", ("=bridge",)),
    (DEFINITION, "containerDefinitions.0.name", (TYPO,)),
    (DEFINITION, "containerDefinitions.0.portMappings.0.containerPort", (OFF_BY_ONE,)),
    (DEFINITION, f"containerDefinitions.0.{LOG_OPTIONS}.awslogs-group", (TYPO,)),
    (DEFINITION, f"containerDefinitions.0.{LOG_OPTIONS}.awslogs-region", ("=us-east-1", MISSING)),
    (SERVICE, "cluster", (TYPO, ACCOUNT)),
    (SERVICE, "taskDefinition", (TYPO,)),
    (SERVICE, "loadBalancers.0.containerName", (TYPO,)),
    (SERVICE, "loadBalancers.0.containerPort", (OFF_BY_ONE,)),
    (SERVICE, "loadBalancers.0.targetGroupArn", (TYPO, OTHER + "${web-green-target-group.arn}")),
    (SERVICE, "deploymentController.type", ("=ECS",)),
    (SERVICE, "launchType", ("=EC2",)),
    (SERVICE, "networkConfiguration.subnets.0", (TYPO, OTHER + "${web-vpc-private-1.id}")),
    (SERVICE, "networkConfiguration.securityGroups.0", (TYPO, OTHER + "${web-load-balancer-security-group.id}")),
    (PROJECT, "serviceRole", (TYPO, OTHER + "${web-pipeline-role.arn}")),
    (PROJECT, "source.type", ("=GITHUB",)),
    (PROJECT, "source.buildspec", (TYPO,)),
    (PROJECT, "environment.image", (TYPO,)),
    (PROJECT, "environment.type", ("=ARM_CONTAINER",)),
    (PROJECT, "environment.privilegedMode", ("not",)),
    (PROJECT, "environment.environmentVariables.*.value", (TYPO,)),
    (PROJECT, "logsConfig.cloudwatchLogs.groupName", (TYPO,)),
    (APPLICATION, "computePlatform", ("=Lambda",)),
    (DEPLOYMENTS, "appName", (TYPO,)),
    (DEPLOYMENTS, "serviceRoleArn", (TYPO, OTHER + "${web-pipeline-role.arn}")),
    (DEPLOYMENTS, "ecsService.clusterName", (TYPO,)),
    (DEPLOYMENTS, "ecsService.serviceName", (TYPO,)),
    (DEPLOYMENTS, "deploymentConfigName", (TYPO,)),
    (DEPLOYMENTS, f"{PAIR}.targetGroups.0.name", (TYPO, OTHER + "${web-green-target-group.name}")),
    (DEPLOYMENTS, f"{PAIR}.prodTrafficRoute.listenerArns.0", (TYPO, OTHER + "${web-test-listener.arn}")),
    (DEPLOYMENTS, f"{PAIR}.testTrafficRoute.listenerArns.0", (TYPO, OTHER + "${web-production-listener.arn}")),
    (DEPLOYMENTS, "alarmConfiguration.alarms.0", (TYPO,)),
    (PIPELINE, "roleArn", (TYPO, OTHER + "${web-build-role.arn}")),
    (PIPELINE, "artifactStores.0.location", (TYPO,)),
    (PIPELINE, "stages.*.actions.0.provider", (UNKNOWN,)),
    (PIPELINE, "stages.*.actions.0.owner", (UNKNOWN,)),
    (PIPELINE, "stages.*.actions.0.inputArtifacts.0", (TYPO,)),
    (PIPELINE, "stages.*.actions.0.outputArtifacts.0", (TYPO,)),
    (PIPELINE, "stages.0.actions.0.namespace", ("=BuildVariables",)),
    (PIPELINE, "stages.0.actions.0.configuration.ConnectionArn", (TYPO, ACCOUNT)),
    (PIPELINE, "stages.1.actions.0.configuration.ProjectName", (TYPO,)),
    (PIPELINE, "stages.2.actions.0.configuration.*", (TYPO,)),
    (ALARM, "metricQueries.*.metric.dimensions.*", (TYPO,)),
    (ALARM, "metricQueries.*.metric.metricName", (TYPO,)),
    (ALARM, "metricName", (TYPO,)),
    (ALARM, "namespace", (TYPO,)),
    (ALARM, "dimensions.*", (TYPO,)),
    (ALARM, "comparisonOperator", ("=LessThanThreshold",)),
    (RULE, "eventPattern.source.0", (TYPO,)),
    (RULE, "eventPattern.detail.group.0", (TYPO,)),
    (TARGET, "arn", (TYPO, ACCOUNT)),
    (TARGET, "rule", (TYPO,)),
    (QUEUE_POLICY, "policy.Statement.0.Condition.ArnEquals.aws:SourceArn", (TYPO,)),
    (QUEUE_POLICY, "queueUrl", (TYPO,)),
    (FUNCTION, "role", (TYPO, OTHER + "${web-build-role.arn}")),
    (FUNCTION, "handler", (TYPO,)),
    (FUNCTION, "vpcConfig.subnetIds.0", (TYPO,)),
    (FUNCTION, "vpcConfig.securityGroupIds.0", (TYPO,)),
    (FUNCTION, "environment.variables.LOAD_BALANCER", (TYPO,)),
    (SCALED, "resourceId", (TYPO,)),
    (SCALED, "scalableDimension", (UNKNOWN,)),
    (SCALING, "resourceId", (TYPO,)),
)
