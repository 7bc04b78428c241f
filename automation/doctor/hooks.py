"""Are the hooks of a release functions that can be called? The program sees their names alone."""

from collections.abc import Iterator, Mapping

from automation.doctor.case import AWS_ERRORS, Case, code_of, said
from automation.doctor.finding import Finding, State

HOOKS_PAGE = "https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html"
STATES_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html"


def look(case: Case) -> Iterator[Finding]:
    """Those of the user's own, in deployment.hooks; none are named, nothing is said."""
    hooks = case.group("deployment").get("hooks")
    named = hooks.items() if isinstance(hooks, Mapping) else ()
    for key, name in named:
        if isinstance(name, str):
            yield _finding(case, f"deployment.hooks.{key}", name)


def _finding(case: Case, setting: str, name: str) -> Finding:
    try:
        state = case.client("lambda").get_function_configuration(FunctionName=name).get("State", "Active")
    except AWS_ERRORS as error:
        if code_of(error) == "ResourceNotFoundException":
            sentence = f"there is no Lambda function {name} in {case.region}"
            return Finding("hooks", State.MISSING, sentence, f"correct {setting}", HOOKS_PAGE)
        return Finding("hooks", State.UNKNOWN, f"the function {name} could not be read ({said(error)})")
    if state == "Inactive":
        return Finding(
            "hooks",
            State.NOTE,
            f"the function {name} was not called for long: Lambda refuses its next call, and wakes it by that",
            "call it once before the release",
            STATES_PAGE,
        )
    if state != "Active":
        # Pending passes by itself.
        verdict = State.NOTE if state == "Pending" else State.MISSING
        return Finding("hooks", verdict, f"the function {name} is in the state {state}", "", STATES_PAGE)
    return Finding("hooks", State.OK, f"the function {name} can be called")
