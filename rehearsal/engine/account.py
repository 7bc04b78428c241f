"""An embedded AWS that runs in another process, reached over its address."""

import os
import threading
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.httpsession import URLLib3Session

from rehearsal.embedded_aws.isolation import LOOPBACK_HOSTS, send_on_this_machine_alone
from rehearsal.embedded_aws.strict import make_strict
from rehearsal.failure import RehearsalError


class DistantAccount:
    """The account at AWS_ENDPOINT_URL, which must be on this machine. As strict as the one in the process."""

    def __init__(self) -> None:
        endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
        if urlsplit(endpoint).hostname not in LOOPBACK_HOSTS:
            raise RehearsalError(f"AWS_ENDPOINT_URL is {endpoint or 'not set'}, allowed is an address of this machine")
        patch.object(URLLib3Session, "send", send_on_this_machine_alone).start()
        self.region = os.environ["AWS_REGION"]
        self._clients: dict[str, Any] = {}
        self._lock = threading.RLock()
        self._account_id = ""

    @property
    def account_id(self) -> str:
        """The account's number, asked for once."""
        if not self._account_id:
            self._account_id = str(self.client("sts").get_caller_identity()["Account"])
        return self._account_id

    def client(self, service: str) -> Any:
        """The strict boto3 client of this service."""
        with self._lock:
            if service not in self._clients:
                config = Config(retries={"total_max_attempts": 1})
                self._clients[service] = make_strict(boto3.client(service, region_name=self.region, config=config))
            return self._clients[service]
