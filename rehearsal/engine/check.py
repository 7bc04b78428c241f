"""Check: everything that can be known of a resource's inputs without asking AWS. Only this shows up in a preview."""

from pulumi.runtime.proto import provider_pb2

from rehearsal.engine.declared import declared_problems
from rehearsal.engine.limits import limit_problems
from rehearsal.engine.names import with_name
from rehearsal.resources.registry import Account, InvalidProperty, Properties, resource_type
from rehearsal.up.properties import is_unknown


def check_resource(
    aws: Account, request: provider_pb2.CheckRequest, old: Properties, new: Properties
) -> tuple[Properties, list[InvalidProperty]]:
    """The inputs, complete, and what is wrong with them; every property is named once."""
    token, name = token_and_name(request.urn)
    try:
        kind = resource_type(token)
    except InvalidProperty as unknown:
        return new, [unknown]
    inputs = with_name(kind, request, new, old)
    found = [*declared_problems(token, inputs), *limit_problems(aws, kind, inputs)]
    known = {key: value for key, value in inputs.items() if not is_unknown(value)}
    try:
        inputs = {**kind.check(name, known, old or None), **inputs}
    except InvalidProperty as problem:
        found.append(problem)
    return inputs, list({problem.path: problem for problem in reversed(found)}.values())[::-1]


def token_and_name(urn: str) -> tuple[str, str]:
    """The resource's type and logical name: `urn:pulumi:stack::project::parent$type::name`."""
    _, _, types, name = urn.split("::", 3)
    return types.rpartition("$")[2], name
