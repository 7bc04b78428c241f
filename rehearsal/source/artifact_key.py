"""Where CodePipeline puts an artifact in its bucket."""

import secrets
import string

PIPELINE_CHARACTERS = 20
ARTIFACT_CHARACTERS = 10
UNIQUE_CHARACTERS = 7


def artifact_key(pipeline_name: str, artifact_name: str) -> str:
    """A new key for this artifact: both names cut as CodePipeline cuts them, and a part of its own for each run."""
    unique = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(UNIQUE_CHARACTERS))
    return f"{pipeline_name[:PIPELINE_CHARACTERS]}/{artifact_name[:ARTIFACT_CHARACTERS]}/{unique}"
