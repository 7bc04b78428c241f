"""Characters that no environment variable, command or request can carry, whatever file they come in."""


def unusable_character(text: str) -> str:
    """What is wrong with the text; nothing for a usual one."""
    if "\0" in text:
        return "it holds a NUL character"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "it holds half a character (a lone surrogate)"
    return ""
