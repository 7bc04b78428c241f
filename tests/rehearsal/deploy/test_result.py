"""The table of events, as the console shows it."""

from rehearsal.deploy import DeploymentResult, LifecycleEvent


def test_the_events_have_their_times_of_aws():
    result = DeploymentResult(
        succeeded=False,
        events=(
            LifecycleEvent("Install", "Succeeded", 0.1, 1.0, "", 6.0, 60.0),
            LifecycleEvent("AllowTraffic", "Failed", 1.1, 70.0, "an alarm", 66.0, 4200.0),
        ),
    )

    assert result.console_table().splitlines() == [
        "Event                   Status     Start     Duration",
        "Install                 Succeeded  00:00:06  00:01:00",
        "AllowTraffic            Failed     00:01:06  01:10:00  an alarm",
    ]
