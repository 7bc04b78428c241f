"""The statuses that the command ends with. CI jobs build on them: a change here is a breaking one."""

DONE = 0
"""Done, or nothing to do."""

FAILED = 1
"""The program, the engine or AWS refused something; or `doctor` found what has to be put right."""

USAGE = 2
"""The command line itself was wrong."""

CHANGES = 3
"""`preview --expect-no-changes` found changes."""

NOT_CONFIRMED = 4
"""Something would be replaced or destroyed, and nobody has agreed to it. Nothing was touched."""

CANCELLED = 130
"""Ctrl-C, or a job that was ended from outside."""
