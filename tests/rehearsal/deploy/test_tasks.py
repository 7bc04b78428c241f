"""A container of a task definition runs on this machine as it would in its own network."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rehearsal.build.image_store import StoredImage
from rehearsal.deploy import Clock, TaskSets
from rehearsal.deploy.container import command_line, prepare_container
from rehearsal.deploy.secrets import SecretUnavailable, read_secret
from rehearsal.deploy.task_roles import TaskRoles
from rehearsal.deploy.task_table import TaskTable
from rehearsal.deploy.tasks import Task
from tests.rehearsal.deploy.balanced_targets import wait_for


class NoAws:
    """No container of these tests asks AWS for anything."""

    def environment(self) -> dict[str, str]:
        return {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID": "none", "SHELL": "/bin/sh"}


@pytest.fixture
def run(tmp_path):
    """Runs a definition as a task of its own; everything ends with the test."""
    table, tasks, ends = TaskTable(), [], os.pipe()

    def start(command, address="10.0.0.11", aws=None, **more):
        scratch = tmp_path / address
        scratch.mkdir()
        definition = {"name": "web", "image": "public.ecr.aws/docker/library/python:3.13", "command": command, **more}
        task = Task("arn", address, table.allocate(address, [8080]), scratch)
        tasks.append(task)
        administrator = aws or NoAws()
        roles = TaskRoles(administrator, administrator)
        task.start([prepare_container(administrator, None, definition, scratch, roles)], ends[0])
        return task

    yield start
    for task in tasks:
        task.kill()
    for end in ends:
        os.close(end)


def ask(task, path="/"):
    """The task's answer; it may still be starting."""
    limit = time.monotonic() + 10
    while True:
        connection = http.client.HTTPConnection(task.address.loopback, task.address.local_ports[8080], timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        except ConnectionRefusedError:
            assert time.monotonic() < limit, task.log_tail("web")
            time.sleep(0.02)
        finally:
            connection.close()


SERVER = """
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write({body})
http.server.HTTPServer(({host!r}, 8080), Handler).serve_forever()
"""


@pytest.mark.parametrize("host", ["", "0.0.0.0"])
def test_tasks_listen_on_one_port_of_all_addresses_and_do_not_meet(run, host):
    first = run(["python3", "-c", SERVER.format(host=host, body=b"first")], "10.0.0.11")
    second = run(["python", "-c", SERVER.format(host=host, body=b"second")], "10.0.0.12")

    assert (ask(first), ask(second)) == (b"first", b"second")


def test_a_server_for_both_ip_versions_is_reached_too(run):
    task = run(["python3", "-m", "http.server", "8080"])

    assert b"Directory listing" in ask(task)


def test_a_server_on_asyncio_is_reached_too(run):
    server = """
import asyncio
async def answer(reader, writer):
    await reader.readline()
    writer.write(b"HTTP/1.0 200 OK\\r\\n\\r\\nasyncio")
    writer.close()
async def main():
    await (await asyncio.start_server(answer, None, 8080)).serve_forever()
asyncio.run(main())
"""
    assert ask(run(["python3", "-c", server])) == b"asyncio"


def test_a_shell_finds_the_same_python(run):
    task = run(
        ["sh", "-c", 'exec python3 -c "$PROGRAM"'],
        environment=[{"name": "PROGRAM", "value": SERVER.format(host="", body=b"shell")}],
    )

    assert ask(task) == b"shell"


def test_a_port_that_another_program_holds_everywhere_is_no_obstacle():
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        taken = other.getsockname()[1]

        address = TaskTable().allocate("10.0.0.11", [taken])

    assert address.local_ports[taken] != taken


def test_the_environment_is_the_containers_and_nothing_of_this_machine(run, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("HOSTILE", "yes")
    body = "__import__('json').dumps(dict(os.environ)).encode()"
    server = SERVER.replace("{body}", body).replace("{host!r}", "''")

    environment = json.loads(ask(run(["python3", "-c", server], environment=[{"name": "COLOUR", "value": "blue"}])))

    assert environment["COLOUR"] == "blue"
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert {"AWS_PROFILE", "HOSTILE", "SHELL"} & environment.keys() == set()


def test_sigterm_reaches_the_program_and_it_may_finish(run):
    program = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (print("finished", flush=True), sys.exit(0)))
print("ready", flush=True)
while True: time.sleep(0.05)
"""
    task = run(["python3", "-c", program])
    wait_for(lambda: task.log_tail("web") == "ready")

    task.stop(Clock())

    assert task.log_tail("web") == "ready | finished"


def test_a_program_that_waits_for_its_signals_gets_them(run):
    program = """
import signal, time
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
print("ready", flush=True)
time.sleep(0.3)
print("got", signal.sigwait({signal.SIGTERM}).name, flush=True)
"""
    task = run(["python3", "-c", program])
    wait_for(lambda: task.log_tail("web") == "ready")

    task.stop(Clock())

    assert task.log_tail("web") == "ready | got SIGTERM"


def test_sigterm_ignored_is_sigkill_after_the_stop_timeout(run):
    program = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    )
    task = run(["python3", "-c", program], stopTimeout=5)
    wait_for(lambda: task.log_tail("web") == "ready")

    began = time.monotonic()
    task.stop(Clock(request_speed=10))

    assert 0.4 < time.monotonic() - began < 3
    assert task.processes[0][1].returncode == -signal.SIGKILL


def test_an_ended_program_is_the_tasks_reason_to_stop(run):
    task = run(["python3", "-c", "import sys; print('no database'); sys.exit(3)"])

    wait_for(lambda: task.find_reason_to_stop() is not None)

    assert task.find_reason_to_stop() == "Essential container in task exited: web, exit code 3: no database"


def test_no_task_outlives_the_rehearsal_however_it_ends(tmp_path):
    rehearsal = f"""
import os, sys, time
sys.path.insert(0, {str(Path.cwd())!r})
from pathlib import Path
from rehearsal.deploy.container import ContainerProcess, STARTUP_FOLDER
from rehearsal.deploy.task_table import TaskAddress
from rehearsal.deploy.tasks import Task
argv = [sys.executable, "-c", "import time; time.sleep(60)"]
container = ContainerProcess("web", argv, None, {{"PYTHONPATH": str(STARTUP_FOLDER)}}, True, 30)
task = Task("arn", "10.0.0.11", TaskAddress("127.0.0.1", {{}}), Path({str(tmp_path)!r}))
task.start([container], os.pipe()[0])
print(task.processes[0][1].pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", rehearsal], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()

    wait_for(lambda: not Path(f"/proc/{pid}").exists() or "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text())


IMAGE = StoredImage(cmd=("serve", "--fast"), entrypoint=("run",))


@pytest.mark.parametrize(
    ("definition", "image", "expected"),
    [
        ({}, IMAGE, ["run", "serve", "--fast"]),
        ({"command": ["serve"]}, IMAGE, ["run", "serve"]),
        ({"entryPoint": ["other"]}, IMAGE, ["other"]),
        ({"entryPoint": ["other"], "command": ["serve"]}, IMAGE, ["other", "serve"]),
        ({"command": ["serve"]}, None, ["serve"]),
        ({}, None, []),
    ],
)
def test_entry_point_and_command_are_put_together_as_docker_does(definition, image, expected):
    assert command_line(definition, image) == expected


def test_secrets_come_from_where_the_task_definition_says(aws):
    secrets = aws.client("secretsmanager")
    arn = secrets.create_secret(Name="web", SecretString='{"password": "first"}')["ARN"]
    secrets.put_secret_value(SecretId=arn, SecretString='{"password": "second"}')
    plain = secrets.create_secret(Name="plain", SecretString="text")["ARN"]
    aws.client("ssm").put_parameter(Name="/web/flag", Value="on", Type="SecureString")
    parameter = f"arn:aws:ssm:{aws.region}:{aws.account_id}:parameter/web/flag"

    assert read_secret(aws, plain) == "text"
    assert read_secret(aws, f"{arn}:password::") == "second"
    assert read_secret(aws, f"{arn}:password:AWSPREVIOUS:") == "first"
    assert read_secret(aws, "/web/flag") == "on"
    assert read_secret(aws, parameter) == "on"


def test_a_secret_that_is_missing_stops_the_task_without_telling_a_value(aws):
    arn = aws.client("secretsmanager").create_secret(Name="web", SecretString='{"password": "hush"}')["ARN"]

    with pytest.raises(SecretUnavailable, match="ResourceInitializationError: unable to pull secrets") as unavailable:
        read_secret(aws, f"{arn}:user::")

    assert "hush" not in str(unavailable.value)


def test_a_task_that_dies_is_replaced_as_ecs_does(serve):
    served = serve()
    (task_set,) = served.tasks.all()
    (first,) = task_set.tasks

    first.kill()
    wait_for(lambda: task_set.tasks and task_set.tasks[0] is not first)
    wait_for(
        lambda: (
            [h["TargetHealth"]["State"] for h in served.front.target_health(task_set.target_group_arn)] == ["healthy"]
        )
    )

    assert task_set.tasks[0].private_address != first.private_address
    assert task_set.stopped_reasons == ["Essential container in task exited: web, signal SIGKILL"]
    stopped = served.stack.aws.client("ecs").describe_tasks(cluster="web", tasks=[first.arn])["tasks"][0]
    assert stopped["stoppedReason"] == "Essential container in task exited: web, signal SIGKILL"


def test_nothing_runs_after_the_end(serve):
    served = serve(desired_count=2)
    pids = [process.pid for task in served.tasks.all()[0].tasks for _, process in task.processes]

    TaskSets.__exit__(served.tasks, None, None, None)

    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
