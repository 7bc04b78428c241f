"""Step 5 of the rehearsal: what the users of the application see while a release goes on."""

from .client import Answer, Release, SteadyClient
from .release import ReleaseCheck, check_release

__all__ = ["Answer", "Release", "ReleaseCheck", "SteadyClient", "check_release"]
