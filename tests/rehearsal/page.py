"""One request to the page's address, without a proxy."""

import http.client
import json
from urllib.parse import urlsplit


def ask(url: str, path: str = "/") -> tuple[int, str]:
    """Status and body."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def ask_release(url: str) -> tuple[str, str] | None:
    """Colour and version that the application tells; None: it is not our application that answers, with a 2xx."""
    status, body = ask(url, "/version")
    assert 200 <= status <= 299, f"status {status}"
    try:
        found = json.loads(body)
        return found["colour"], found["version"]
    except ValueError:
        return None
