"""Tags, checked against the narrowest limits of the services that get them."""

from collections.abc import Mapping

import pulumi

from .group_reader import GroupReader
from .problems import Problems
from .text_forms import TextForm

MAX_TAGS = 49  # 50 a resource, and awsx names its subnets by a tag
MAX_KEY_CHARACTERS = 127  # CodeBuild's, one less than everyone else's
MAX_VALUE_CHARACTERS = 255


def _is_tag_text(text: str) -> bool:
    return all(character.isalnum() or character in " _.:/=+-@" for character in text)


def _is_key(text: str) -> bool:
    return 0 < len(text) <= MAX_KEY_CHARACTERS and _is_tag_text(text) and not text.lower().startswith("aws:")


KEY = TextForm(
    f"a key of 1 to {MAX_KEY_CHARACTERS} letters, digits, spaces and _ . : / = + - @, not starting with aws:", _is_key
)
VALUE = TextForm(
    f"text of 1 to {MAX_VALUE_CHARACTERS} letters, digits, spaces and _ . : / = + - @",
    lambda text: 0 < len(text) <= MAX_VALUE_CHARACTERS and _is_tag_text(text),
)


def read_tags(reader: GroupReader, problems: Problems) -> Mapping[str, pulumi.Input[str]]:
    """The tags of a reader's group; what cannot be used is added to problems."""
    tags = reader.text_map("tags", KEY, VALUE)
    own = sum(1 for key in tags if key != "Name")
    if own > MAX_TAGS:
        problems.too_many_tags(reader.setting("tags"), own, MAX_TAGS)
    return tags
