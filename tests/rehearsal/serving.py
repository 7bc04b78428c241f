"""What a stack's users would miss."""


def serving(aws):
    """What users' requests go through, and what holds data."""
    ecs, elbv2 = aws.client("ecs"), aws.client("elbv2")
    balancers = elbv2.describe_load_balancers()["LoadBalancers"]
    clusters = ecs.list_clusters()["clusterArns"]
    services = [
        service
        for cluster in clusters
        for arn in ecs.list_services(cluster=cluster)["serviceArns"]
        for service in ecs.describe_services(cluster=cluster, services=[arn])["services"]
    ]
    return {
        "load balancers": [(one["DNSName"], one["AvailabilityZones"], one["SecurityGroups"]) for one in balancers],
        "listeners": [
            (listener["ListenerArn"], listener["Port"], listener["DefaultActions"])
            for balancer in balancers
            for listener in elbv2.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
        ],
        "rules": [
            rule
            for rule in aws.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
            if rule["GroupId"] in {group for one in balancers for group in one["SecurityGroups"]}
        ],
        "services": [(one["serviceArn"], one["status"], [blue["id"] for blue in one["taskSets"]]) for one in services],
        "repositories": [one["repositoryArn"] for one in aws.client("ecr").describe_repositories()["repositories"]],
        "buckets": [one["Name"] for one in aws.client("s3").list_buckets()["Buckets"]],
        "log groups": [one["logGroupName"] for one in aws.client("logs").describe_log_groups()["logGroups"]],
    }
