"""Everything that a repository with a Dockerfile in application/ needs."""

import pulumi

from blue_green_ecs_pipeline import BlueGreenEcsPipeline

web = BlueGreenEcsPipeline("web", {"source": {"repository": "acme/web"}})

pulumi.export("url", web.url)
pulumi.export("connection_arn", web.connection_arn)
