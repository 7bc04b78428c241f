import pytest

from rehearsal.build.docker_standin.dockerfile import expand, parse_dockerfile
from rehearsal.build.docker_standin.errors import DockerError


def test_comments_continued_lines_and_here_documents_are_read_as_docker_does():
    text = """\
# syntax=docker/dockerfile:1
FROM alpine

RUN apk add \\
    # a comment in between
    curl \\

    jq
RUN <<END
echo FROM nothing
END
copy --chmod=755 --from=build a b
"""

    instructions = parse_dockerfile(text)

    assert [(one.line, one.word, one.rest) for one in instructions] == [
        (2, "FROM", "alpine"),
        (4, "RUN", "apk add curl jq"),
        (9, "RUN", "<<END"),
        (12, "COPY", "a b"),
    ]
    assert instructions[-1].flags == {"chmod": "755", "from": "build"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the Dockerfile cannot be empty"),
        ("# nothing\n", "the Dockerfile cannot be empty"),
        ("FROM a\nCOPPY b c", "dockerfile parse error on line 2: unknown instruction: COPPY"),
        ("FROM a\n\nWORKDIR", "dockerfile parse error on line 3: WORKDIR requires at least one argument"),
        ("WORKDIR /app\nFROM a", "dockerfile parse error on line 1: no build stage in current context"),
    ],
)
def test_an_invalid_dockerfile_fails_with_its_line(text, message):
    with pytest.raises(DockerError) as raised:
        parse_dockerfile(text)

    assert str(raised.value) == f"ERROR: failed to solve: {message}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$A ${A} ${B:-none} ${A:-none}", "one one none one"),
        ("${A:+set} ${B:+set}.", "set ."),
        (r"\$A $B.", "$A ."),
    ],
)
def test_variables_are_replaced_as_docker_does(text, expected):
    assert expand(text, {"A": "one"}) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('CMD ["python", "server.py"]', ("python", "server.py")),
        ("CMD python server.py", ("/bin/sh", "-c", "python server.py")),
        ("CMD [python]", ("/bin/sh", "-c", "[python]")),
    ],
)
def test_a_command_is_a_list_or_goes_through_a_shell(line, expected):
    assert parse_dockerfile(f"FROM a\n{line}")[1].command() == expected


def test_env_is_read_in_both_forms():
    old, new = parse_dockerfile('FROM a\nENV A one two\nENV B=1 C="two words"')[1:]

    assert old.pairs() == {"A": "one two"}
    assert new.pairs() == {"B": "1", "C": "two words"}
