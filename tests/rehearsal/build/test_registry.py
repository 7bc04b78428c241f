import pytest

from rehearsal.build.registry import Reference


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("web", Reference("docker.io", "web", "latest")),
        ("web:v1", Reference("docker.io", "web", "v1")),
        ("acme/web:v1", Reference("docker.io", "acme/web", "v1")),
        ("localhost/web", Reference("localhost", "web", "latest")),
        ("registry.example.com:5000/a/web", Reference("registry.example.com:5000", "a/web", "latest")),
        (
            "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web:0a1b-7",
            Reference("123456789012.dkr.ecr.eu-central-1.amazonaws.com", "team/web", "0a1b-7"),
        ),
    ],
)
def test_a_name_is_read_as_docker_reads_it(text, expected):
    assert Reference.parse(text) == expected
