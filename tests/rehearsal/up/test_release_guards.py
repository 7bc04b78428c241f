"""What guards a release, registered with the monitor of this process."""

from blue_green_ecs_pipeline import BlueGreenEcsPipeline
from tests.rehearsal.account_inventory import difference, inventory


def program(step_percent=10):
    def run():
        BlueGreenEcsPipeline(
            "web",
            {
                "source": {"repository": "acme/web"},
                "network": {"nat": "none"},
                "service": {"scaling": {"min": 1, "max": 3, "requests_per_target": 600}},
                "image_repository": {"force_delete": True},
                "pipeline": {"force_destroy_artifacts": True},
                "deployment": {
                    "canary": {"step_percent": step_percent, "interval_minutes": 5},
                    "smoke_test": {"path": "/health"},
                },
            },
        )

    return run


def test_what_guards_a_release_comes_up_stays_and_goes_without_a_trace(stack):
    before = inventory(stack.aws)
    stack.up(program())
    made = difference(inventory(stack.aws), before)

    again = stack.up(program())
    stack.destroy()

    assert {"alarm", "event rule", "queue", "function", "endpoint", "scalable target"} <= made.keys()
    assert again.changes == []
    assert difference(inventory(stack.aws), before) == {}


def test_other_traffic_steps_are_a_new_configuration_that_the_group_is_led_to(stack):
    stack.up(program())

    changed = stack.up(program(step_percent=20))

    # The pipeline may read the one configuration that its deployments have.
    assert sorted((change.kind, change.name) for change in changed.changes) == [
        ("replace", "web-deployment-config"),
        ("update", "web-deployment-group"),
        ("update", "web-pipeline-policy"),
    ]
    codedeploy = stack.aws.client("codedeploy")
    names = codedeploy.list_deployment_configs()["deploymentConfigsList"]
    [own] = [name for name in names if not name.startswith("CodeDeployDefault.")]
    routing = codedeploy.get_deployment_config(deploymentConfigName=own)["deploymentConfigInfo"]["trafficRoutingConfig"]
    assert routing["timeBasedCanary"] == {"canaryPercentage": 20, "canaryInterval": 5}
