"""The engine's steps, as one change for each resource."""

import pytest

from automation.changes import Changes, Operation, PropertyChange
from automation.values import MISSING, UNKNOWN_ID
from tests.automation.events import LOG_GROUP, STACK, begins, ends


def changes(*events):
    collected = Changes()
    for one in events:
        collected.add(one)
    return list(collected)


def only(*events):
    (change,) = changes(*events)
    return change


def test_an_update_names_each_property_with_its_old_and_its_new_value():
    change = only(
        begins("update", old={"retentionInDays": 30.0, "name": "a"}, new={"retentionInDays": 7.0, "name": "a"})
    )

    assert (change.operation, change.name, change.type) == (Operation.UPDATE, "web-log-group", LOG_GROUP)
    assert change.properties == (PropertyChange("retentionInDays", 30, 7),)


def test_the_steps_of_a_replacement_are_one_change_that_says_why():
    old, new = {"name": "a", "tags": {"k": "v"}}, {"name": "b", "tags": {"k": "w"}}

    change = only(
        begins("create-replacement", old=old, new=new, keys=["name"], diffs=["name", "tags"]),
        begins("replace", old=old, new=new, keys=["name"], diffs=["name", "tags"]),
        begins("delete-replaced", old=old),
    )

    assert change.operation is Operation.REPLACE
    assert change.properties == (
        PropertyChange("name", "a", "b", replaces=True),
        PropertyChange("tags.k", "v", "w", replaces=False),
    )


def test_the_providers_own_list_of_differences_comes_first():
    found = {"rules[0].port": {"diffKind": "update-replace", "inputDiff": True}}
    old, new = {"rules": [{"port": 80}], "x": 1}, {"rules": [{"port": 81}], "x": 2}

    change = only(begins("update", old=old, new=new, detailedDiff=found, diffs=["rules"]))

    assert change.properties == (PropertyChange("rules[0].port", 80, 81, replaces=True),)


def test_in_a_policy_only_the_statement_that_differs_is_shown():
    old = {"policy": '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"]}]}'}
    new = {"policy": '{"Statement": [{"Effect": "Deny", "Action": ["s3:GetObject"]}]}'}

    change = only(begins("update", old=old, new=new))

    assert change.properties == (PropertyChange("policy.Statement[0].Effect", "Allow", "Deny"),)


def test_what_was_not_there_before_has_no_old_value():
    change = only(begins("update", old={}, new={"tags": {"a.b": UNKNOWN_ID}}))

    assert change.properties == (PropertyChange("tags", MISSING, {"a.b": "[known after the up]"}),)


def test_a_secret_is_never_in_a_change():
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}

    change = only(begins("update", old={"value": "open"}, new={"value": secret}))

    assert change.properties == (PropertyChange("value", "open", "[secret]"),)


def test_drift_is_what_the_end_of_a_refresh_says():
    refreshed = {"old": {"retentionInDays": 30}, "new": {"retentionInDays": 90}}

    change = only(begins("refresh", old={"retentionInDays": 30}), ends("update", **refreshed))

    assert change.operation is Operation.UPDATE
    assert change.properties == (PropertyChange("retentionInDays", 30, 90),)


def test_what_is_the_same_is_counted_and_not_listed():
    collected = Changes()
    for one in (begins("same", old={}, new={}), begins("same", name="other", old={}, new={})):
        collected.add(one)

    assert list(collected) == []
    assert collected.unchanged == 2


@pytest.mark.parametrize(
    ("name", "token"),
    [("shop-dev", STACK), ("default_7_51_1", "pulumi:providers:aws"), ("default", "pulumi:providers:aws")],
)
def test_the_stack_and_the_engines_own_providers_are_no_changes(name, token):
    assert changes(begins("delete", name=name, token=token)) == []


def test_a_provider_that_the_program_names_is_one():
    assert only(begins("create", name="tokyo", token="pulumi:providers:aws")).name == "tokyo"


@pytest.mark.parametrize(
    ("op", "retain", "ends"),
    [
        ("delete", False, True),
        ("delete", True, False),
        ("replace", False, True),
        ("create", False, False),
        ("update", False, False),
    ],
)
def test_what_is_replaced_or_deleted_ends_unless_it_stays_in_aws(op, retain, ends):
    assert only(begins(op, old={}, new={}, retain=retain)).ends_something is ends
