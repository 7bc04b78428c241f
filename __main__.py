"""The program of one environment: config -> component -> exports."""

import pulumi

from blue_green_ecs_pipeline import BlueGreenEcsPipeline, read_config

web = BlueGreenEcsPipeline("web", read_config())

pulumi.export("url", web.url)
pulumi.export("test_url", web.test_url)
pulumi.export("repository_url", web.repository_url)
pulumi.export("pipeline_name", web.pipeline_name)
pulumi.export("connection_arn", web.connection_arn)
pulumi.export("vpc_id", web.vpc_id)
pulumi.export("public_subnet_ids", web.public_subnet_ids)
pulumi.export("private_subnet_ids", web.private_subnet_ids)
pulumi.export("cluster_name", web.cluster_name)
pulumi.export("cluster_arn", web.cluster_arn)
pulumi.export("service_name", web.service_name)
pulumi.export("task_role_name", web.task_role_name)
pulumi.export("deployment_application_name", web.deployment_application_name)
pulumi.export("deployment_group_name", web.deployment_group_name)
pulumi.export("artifact_bucket_name", web.artifact_bucket_name)
pulumi.export("log_group_name", web.log_group_name)
pulumi.export("release_wait_seconds", web.release_wait_seconds)
pulumi.export("release_wait_parts", web.release_wait_parts)
