import pytest

from rehearsal.build.docker_standin.build_context import BuildContext
from rehearsal.build.docker_standin.dockerfile import parse_dockerfile
from rehearsal.build.docker_standin.errors import DockerError
from rehearsal.build.docker_standin.image_content import ImageContent


@pytest.fixture
def carry_out(tmp_path):
    """Carries out a Dockerfile on a context of four files; answers the stage."""
    context = tmp_path / "context"
    for name in ("server.py", "page.html", "static/a.css", "static/deep/b.css"):
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        (context / name).write_text(name)

    def run(text, arguments=None, target=None, ignore=""):
        (context / ".dockerignore").write_text(ignore)
        content = ImageContent(BuildContext(context, context / "Dockerfile"), arguments or {}, tmp_path / "stages")
        return content.carry_out(parse_dockerfile(text), target)

    return run


def files(stage):
    return sorted(str(path.relative_to(stage.rootfs)) for path in stage.rootfs.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("COPY server.py /app/", ["app/server.py"]),
        ("COPY server.py /app/run.py", ["app/run.py"]),
        ("COPY server.py .", ["srv/server.py"]),
        ("COPY ./server.py ./", ["srv/server.py"]),
        ('COPY ["server.py", "page.html", "/app/"]', ["app/page.html", "app/server.py"]),
        ("COPY static /app", ["app/a.css", "app/deep/b.css"]),
        ("COPY static/ /app/", ["app/a.css", "app/deep/b.css"]),
        ("COPY *.py *.html /app/", ["app/page.html", "app/server.py"]),
        ("ADD static/deep .", ["srv/b.css"]),
        ("COPY server.py ../../up/", ["up/server.py"]),
    ],
)
def test_files_lie_at_their_paths_in_the_container(carry_out, copy, expected):
    assert files(carry_out(f"FROM a\nWORKDIR /srv\n{copy}")) == expected


def test_the_whole_context_is_copied_without_what_is_ignored(carry_out):
    ignore = "# comment\n.dockerignore\nstatic\n!static/deep\n*.html\n"

    stage = carry_out("FROM a\nCOPY . /app", ignore=ignore)

    assert files(stage) == ["app/server.py", "app/static/deep/b.css"]


def test_a_star_of_dockerignore_stays_in_its_folder_and_two_do_not(carry_out):
    assert files(carry_out("FROM a\nCOPY . /", ignore=".dockerignore\n*.css")) == [
        "page.html",
        "server.py",
        "static/a.css",
        "static/deep/b.css",
    ]


def test_two_stars_of_dockerignore_go_through_all_folders(carry_out):
    assert files(carry_out("FROM a\nCOPY . /", ignore=".dockerignore\n**/*.css")) == ["page.html", "server.py"]


def test_how_the_image_starts_is_what_the_dockerfile_says(carry_out):
    image = carry_out(
        "ARG VERSION=3.13\nFROM python:${VERSION}\nARG PORT=80\nENV PORT=$PORT HOST=0.0.0.0\n"
        "WORKDIR /srv\nWORKDIR app\n"
        'USER 10001:10001\nEXPOSE $PORT 9000/tcp\nRUN pip install x\nENTRYPOINT ["python"]\nCMD ["-m", "app"]',
        arguments={"PORT": "8080"},
    ).image

    assert (image.base, image.workdir, image.user) == ("python:3.13", "/srv/app", "10001:10001")
    assert image.env == {"PORT": "8080", "HOST": "0.0.0.0"}
    assert image.exposed_ports == (8080, 9000)
    assert (image.entrypoint, image.cmd) == (("python",), ("-m", "app"))
    assert image.not_run == ("pip install x",)


def test_an_entrypoint_takes_away_the_command_of_the_stage_below(carry_out):
    image = carry_out('FROM a AS base\nCMD ["a"]\nFROM base\nENTRYPOINT ["b"]').image

    assert (image.entrypoint, image.cmd) == (("b",), ())


def test_files_are_copied_from_another_stage(carry_out):
    stage = carry_out("FROM a AS build\nCOPY server.py /out/\nFROM b\nCOPY --from=build /out/server.py /app/")

    assert files(stage) == ["app/server.py"]
    assert stage.image.base == "b"


def test_a_stage_can_be_asked_for(carry_out):
    assert carry_out("FROM a AS build\nCOPY server.py /\nFROM b", target="build").image.base == "a"


def test_permissions_can_be_given(carry_out):
    stage = carry_out("FROM a\nCOPY --chmod=755 server.py /")

    assert (stage.rootfs / "server.py").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("FROM a\nCOPY gone.py /app/", '"/gone.py": not found'),
        ("FROM a\nCOPY ../outside /app/", '"../outside" is a forbidden path outside the build context'),
        ("FROM a\nCOPY server.py", "dockerfile parse error on line 2: COPY requires at least two arguments"),
        ("FROM a\nADD https://example.com/x /", "line 2: this docker copies files of the context only"),
        ("FROM a\nCOPY --from=nginx /x /", "line 2: nginx is no stage of this Dockerfile"),
        ("FROM a b", "dockerfile parse error on line 1: FROM requires either one or three arguments"),
        ("FROM a\nEXPOSE http", "dockerfile parse error on line 2: invalid containerPort: http"),
        ("FROM a\nENV A=1 B", "dockerfile parse error on line 2: Syntax error - can't find ="),
    ],
)
def test_what_docker_cannot_build_fails(carry_out, text, message):
    with pytest.raises(DockerError, match="ERROR") as raised:
        carry_out(text)

    assert message in str(raised.value)
