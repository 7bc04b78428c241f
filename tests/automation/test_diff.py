"""What a person and a program read about coming changes."""

from automation import diff
from automation.changes import Change, Operation, PropertyChange
from automation.values import MISSING
from tests.automation.events import urn


def change(operation, name, *properties, **more):
    return Change(urn(name), operation, tuple(PropertyChange(*one) for one in properties), **more)


def lines(*changes):
    return [line.plain for line in diff.render(changes)]


def test_each_resource_is_one_line_with_its_properties_below():
    assert lines(
        change(Operation.UPDATE, "web-log-group", ("retentionInDays", 30, 7), ("tags.team", MISSING, "web"))
    ) == [
        "~ update  web-log-group  aws.cloudwatch.LogGroup",
        "    retentionInDays: 30 -> 7",
        '    tags.team: (none) -> "web"',
    ]


def test_what_ends_stands_first_and_a_replacement_says_what_forces_it():
    assert lines(
        change(Operation.CREATE, "a"),
        change(Operation.REPLACE, "b", ("name", "old", "new", True)),
        change(Operation.DELETE, "c"),
        change(Operation.DELETE, "d", stays_in_aws=True),
    ) == [
        "- delete  c  aws.cloudwatch.LogGroup",
        "- delete  d  aws.cloudwatch.LogGroup  stays in AWS, without the stack",
        "± replace b  aws.cloudwatch.LogGroup  a new one is made, the old one deleted",
        '    name: "old" -> "new"  replaces it',
        "+ create  a  aws.cloudwatch.LogGroup",
    ]


def test_a_text_of_many_lines_shows_the_lines_that_differ():
    old, new = "version: 0.0\nport: 80\nend\n", "version: 0.0\nport: 81\nend\n"

    assert lines(change(Operation.UPDATE, "a", ("value", old, new)))[1:] == [
        "    value:",
        "      - port: 80",
        "      + port: 81",
    ]


def test_a_long_value_is_cut_for_people_and_whole_for_programs():
    long = change(Operation.UPDATE, "a", ("value", "x" * 200, "y"))

    assert lines(long)[1] == f'    value: "{"x" * 98}… -> "y"'
    assert diff.as_json([long])[0]["properties"] == [{"path": "value", "old": "x" * 200, "new": "y", "replaces": False}]


def test_a_program_reads_everything_and_no_value_where_there_is_none():
    assert diff.as_json([change(Operation.REPLACE, "a", ("tags", MISSING, {"k": "v"}, True))]) == [
        {
            "urn": "urn:pulumi:dev::shop::aws:cloudwatch/logGroup:LogGroup::a",
            "type": "aws:cloudwatch/logGroup:LogGroup",
            "name": "a",
            "operation": "replace",
            "stays_in_aws": False,
            "properties": [{"path": "tags", "new": {"k": "v"}, "replaces": True}],
        }
    ]
