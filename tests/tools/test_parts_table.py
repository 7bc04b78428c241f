"""The parts in the component's README are those of the schema."""

import json

from tools import parts_table
from tools.generated_part import replace_part
from tools.schema import SCHEMA


def test_the_readme_lists_the_parts_of_today():
    text = parts_table.README.read_text()

    table = parts_table.render_table(json.loads(SCHEMA.read_text()))

    expected = replace_part(text, parts_table.BEGIN, parts_table.END, table)
    assert text == expected, "the parts in components/README.md are stale: run make generate"


def test_a_part_has_its_settings_its_needs_and_its_outputs():
    schema = {
        "resources": {
            "shop:index:Web": {
                "description": "Takes requests.\n\nAll of them.",
                "inputProperties": {"port": {}, "vpcId": {}, "path": {}},
                "requiredInputs": ["vpcId"],
                "properties": {"url": {}},
            },
            "shop:index:Alone": {
                "description": "Needs nobody.",
                "inputProperties": {},
                "requiredInputs": [],
                "properties": {},
            },
        }
    }

    assert parts_table.render_table(schema).splitlines() == [
        "| part | what it is | settings | needs of others | outputs |",
        "|---|---|---|---|---|",
        "| `Web` | Takes requests | `port`, `path` | `vpcId` | `url` |",
        "| `Alone` | Needs nobody |  | nothing |  |",
    ]
