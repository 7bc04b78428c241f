"""Step 5 of the rehearsal: what the users of the application see while a release goes on."""

from .client import Answer, Release, SteadyClient
from .load import Load, RequestKind, mixed_load, slow_requests, uploads
from .release import ReleaseCheck, check_release

__all__ = [
    "Answer",
    "Load",
    "Release",
    "ReleaseCheck",
    "RequestKind",
    "SteadyClient",
    "check_release",
    "mixed_load",
    "slow_requests",
    "uploads",
]
