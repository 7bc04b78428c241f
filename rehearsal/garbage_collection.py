"""How often Python looks for garbage while an account is open."""

import gc

# A full collection looks at all that moto, botocore and pulumi-aws hold, a third of a second each time, and by itself
# comes with every other up; the process ends with its account, so what is left lying does not add up.
RARE_FULL_COLLECTIONS = (700, 10, 200)


def collect_rarely() -> None:
    """Full collections are rare from now on, in this whole process."""
    gc.set_threshold(*RARE_FULL_COLLECTIONS)
