"""Events as the engine sends them, with only what a test is about."""

from pulumi.automation import EngineEvent

STACK = "pulumi:pulumi:Stack"
COMPONENT = "blue-green-ecs-pipeline:index:Network"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


def urn(name, token=LOG_GROUP, parents=""):
    return f"urn:pulumi:dev::shop::{parents}{token}::{name}"


def step(op, name="web-log-group", token=LOG_GROUP, old=None, new=None, parent="", custom=True, retain=False, **more):
    """One step's metadata: old and new are inputs; either may be left out."""

    def state(inputs):
        return {"parent": parent, "custom": custom, "inputs": inputs, "outputs": inputs, "retainOnDelete": retain}

    metadata = {"op": op, "urn": urn(name, token), "type": token, **more}
    if old is not None or op in ("delete", "delete-replaced"):
        metadata["old"] = state(old or {})
    if new is not None or op in ("create", "create-replacement"):
        metadata["new"] = state(new or {})
    return metadata


def event(kind, content):
    return EngineEvent.from_json({"sequence": 0, "timestamp": 0, kind: content})


def begins(op, **about):
    return event("resourcePreEvent", {"metadata": step(op, **about)})


def ends(op, **about):
    return event("resOutputsEvent", {"metadata": step(op, **about)})


def fails(op, **about):
    return event("resOpFailedEvent", {"metadata": step(op, **about), "status": 2, "steps": 1})


def says(message, severity="error", about=None):
    content = {"message": message, "severity": severity, "color": "never"}
    return event("diagnosticEvent", content | ({"urn": urn(about)} if about else {}))
