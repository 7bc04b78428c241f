"""One mistake in the inputs of a resource."""

import json

import pytest

from rehearsal.wiring.mutation import Mutation, Unusable

LISTENER = "aws:lb/listener:Listener"
INPUTS = {
    "port": 80,
    "defaultActions": [{"type": "forward", "targetGroupArn": "arn:blue"}],
    "policy": '{"Statement": [{"Action": ["s3:GetObject"]}]}',
    "template": "Resources:\n  - Name: app\n    Port: 8080\n",
    "text": "nothing inside",
}


def nowhere(name, output):
    raise AssertionError(f"{name}.{output} was asked for")


def changed(lookup=nowhere, **mistake):
    line = json.dumps({"type": LISTENER, "name": "web-listener", **mistake})
    return Mutation.parse(line).apply(INPUTS, lookup)


@pytest.mark.parametrize("value", [81, None, False, "", ["81"], {"number": 81}])
def test_a_property_gets_another_value(value):
    assert changed(property="port", value=value) == {**INPUTS, "port": value}


def test_a_property_that_is_not_there_comes_into_being():
    assert changed(property="protocol", value="TCP") == {**INPUTS, "protocol": "TCP"}


def test_numbers_are_indexes_of_lists():
    assert changed(property="defaultActions.0.type", value="redirect")["defaultActions"] == [
        {"type": "redirect", "targetGroupArn": "arn:blue"}
    ]
    assert changed(property="defaultActions.1", value="more")["defaultActions"][1] == "more"


def test_a_property_or_an_entry_is_removed():
    assert "port" not in changed(property="port", remove=True)
    assert changed(property="defaultActions.0", remove=True)["defaultActions"] == []


def test_the_path_goes_on_inside_of_json_and_yaml():
    policy = changed(property="policy.Statement.0.Action.0", value="s3:PutObject")["policy"]
    template = changed(property="template.Resources.0.Port", value=8081)["template"]

    assert json.loads(policy) == {"Statement": [{"Action": ["s3:PutObject"]}]}
    assert template == "Resources:\n- Name: app\n  Port: 8081\n"


def test_words_of_a_text_are_replaced():
    assert changed(property="template", replace=["8080", "80"])["template"] == INPUTS["template"].replace("8080", "80")


def test_a_reference_is_another_resources_output():
    found = changed(lambda name, output: f"<{name} {output}>", property="port", value=["${web-green.arn}", "a"])

    assert found["port"] == ["<web-green arn>", "a"]


def test_what_is_broken_is_a_copy():
    changed(property="defaultActions.0.type", value="redirect")

    assert INPUTS["defaultActions"] == [{"type": "forward", "targetGroupArn": "arn:blue"}]


@pytest.mark.parametrize(
    ("mistake", "reason"),
    [
        ({"property": "gone", "remove": True}, "there is no gone"),
        ({"property": "defaultActions.3.type", "value": 1}, "there is no 3 in a list of 1"),
        ({"property": "defaultActions.first", "value": 1}, "there is no first in a list of 1"),
        ({"property": "gone.too", "value": 1}, "there is no gone"),
        ({"property": "port.number", "value": 1}, "there is nothing inside of 80"),
        ({"property": "text.word", "value": 1}, "text is a text without parts"),
        ({"property": "template", "replace": ["9090", "80"]}, "there is no '9090' in it"),
    ],
)
def test_a_mistake_without_a_place_is_none(mistake, reason):
    with pytest.raises(Unusable, match=reason):
        changed(**mistake)

    assert not Mutation.parse(json.dumps({"type": LISTENER, "name": "web-listener", **mistake})).has_place(INPUTS)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("port", "is no JSON"),
        ("[]", "needs type, name and property"),
        ('{"type": "t", "name": "n"}', "needs type, name and property"),
        ('{"type": "t", "name": "n", "property": "p"}', "needs one of value, remove and replace"),
        ('{"type": "t", "name": "n", "property": "p", "value": 1, "remove": true}', "needs one of"),
        ('{"type": "t", "name": "n", "property": "p", "values": 1}', "has the unknown key values"),
    ],
)
def test_a_line_that_says_no_mistake_is_refused(line, reason):
    with pytest.raises(Unusable, match=reason):
        Mutation.parse(line)


def test_false_is_a_value_and_not_to_remove_is_none():
    line = '{"type": "t", "name": "n", "property": "p", "value": false, "remove": false}'

    assert Mutation.parse(line).apply({"p": True}, nowhere) == {"p": False}
