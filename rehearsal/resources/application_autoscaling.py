"""Scalable targets and scaling policies of Application Auto Scaling."""

from rehearsal.resources.convert import parameters
from rehearsal.resources.described import DescribedType
from rehearsal.resources.metric_math import require_connected
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, referring, register
from rehearsal.resources.tag_changes import tag_changes

PLACE = frozenset({"resourceId", "scalableDimension", "serviceNamespace"})
TRACKING = "targetTrackingScalingPolicyConfiguration"


@register
class Target(DescribedType):
    """Between which numbers something may be scaled.

    Source: terraform-provider-aws, resource aws_appautoscaling_target: resource_id, scalable_dimension,
    service_namespace force a new resource.
    """

    token = "aws:appautoscaling/target:Target"
    replace_on = PLACE

    def check(self, name: str, inputs: Properties, recorded: Properties | None) -> Properties:
        least, most = inputs.get("minCapacity"), inputs.get("maxCapacity")
        if least is not None and most is not None and float(least) > float(most):
            raise InvalidProperty("minCapacity", f"got {least}, allowed are 0 to the maxCapacity of {most}")
        return super().check(name, inputs, recorded)

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        scaling = aws.client("application-autoscaling")
        scaling.register_scalable_target(**parameters(scaling, "RegisterScalableTarget", inputs))
        return inputs["resourceId"], self.after(aws, inputs["resourceId"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        scaling = aws.client("application-autoscaling")
        found = scaling.describe_scalable_targets(
            ServiceNamespace=inputs["serviceNamespace"],
            ResourceIds=[id],
            ScalableDimension=inputs["scalableDimension"],
        )["ScalableTargets"]
        if not found:
            return None
        tags = scaling.list_tags_for_resource(ResourceARN=found[0]["ScalableTargetARN"])["Tags"]
        return {**found[0], "Tags": tags}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {"arn": live["ScalableTargetARN"], "roleArn": live.get("RoleARN", "")}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        scaling = aws.client("application-autoscaling")
        scaling.register_scalable_target(
            **parameters(scaling, "RegisterScalableTarget", new_inputs, elsewhere=("tags",))
        )
        changed, removed = tag_changes(old_inputs, new_inputs)
        if removed:
            scaling.untag_resource(ResourceARN=outputs["arn"], TagKeys=removed)
        if changed:
            scaling.tag_resource(ResourceARN=outputs["arn"], Tags=changed)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        scaling = aws.client("application-autoscaling")
        where = {key: value for key, value in inputs.items() if key in PLACE}
        scaling.deregister_scalable_target(**parameters(scaling, "DeregisterScalableTarget", where))


@register
class Policy(DescribedType):
    """When and how far a target is scaled.

    Source: terraform-provider-aws, resource aws_appautoscaling_policy: name, resource_id, scalable_dimension,
    service_namespace force a new resource.
    """

    token = "aws:appautoscaling/policy:Policy"
    replace_on = PLACE | {"name"}
    name_property = "name"
    name_limit = 255  # Application Auto Scaling API Reference, "PutScalingPolicy"
    renames = {"name": "PolicyName"}

    def check(self, name: str, inputs: Properties, recorded: Properties | None) -> Properties:
        tracking = inputs.get(TRACKING)
        if tracking is not None:
            _require_one_metric(tracking)
            if inputs.get("policyType", "StepScaling") != "TargetTrackingScaling":
                raise InvalidProperty("policyType", f"is needed with {TRACKING}, allowed is TargetTrackingScaling")
        return super().check(name, inputs, recorded)

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        self._put(aws, inputs)
        return inputs["name"], self.after(aws, inputs["name"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties | None:
        found = aws.client("application-autoscaling").describe_scaling_policies(
            ServiceNamespace=inputs["serviceNamespace"],
            ResourceId=inputs["resourceId"],
            ScalableDimension=inputs["scalableDimension"],
        )["ScalingPolicies"]
        return next((policy for policy in found if policy["PolicyName"] == id), None)

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        alarms = [alarm["AlarmARN"] for alarm in live.get("Alarms") or []]
        return {"alarmArns": alarms, "arn": live["PolicyARN"], "policyType": live["PolicyType"]}

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        self._put(aws, new_inputs)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        scaling = aws.client("application-autoscaling")
        where = {key: value for key, value in inputs.items() if key in (*PLACE, "name")}
        scaling.delete_scaling_policy(**parameters(scaling, "DeleteScalingPolicy", where, renames=self.renames))

    def _put(self, aws: Account, inputs: Properties) -> None:
        scaling = aws.client("application-autoscaling")
        wanted = parameters(scaling, "PutScalingPolicy", {"policyType": "StepScaling", **inputs}, renames=self.renames)
        with referring("resourceId", f"scalable target {inputs['resourceId']}"):
            scaling.put_scaling_policy(**wanted)


def _require_one_metric(tracking: Properties) -> None:
    customized, predefined = (tracking.get(f"{kind}MetricSpecification") for kind in ("customized", "predefined"))
    if bool(customized) == bool(predefined):
        raise InvalidProperty(TRACKING, "needs either customizedMetricSpecification or predefinedMetricSpecification")
    if metrics := (customized or {}).get("metrics"):
        path = f"{TRACKING}.customizedMetricSpecification.metrics"
        require_connected(metrics, path, "metricStat", returned=True)
