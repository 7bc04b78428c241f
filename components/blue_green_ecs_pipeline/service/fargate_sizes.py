"""Which memory goes with which cpu on Fargate.

Source: Amazon ECS Developer Guide, "Amazon ECS task definition parameters for Fargate".
"""

MEMORY_BY_CPU: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
}
"""CPU units to MiB."""


def describe_memory(cpu: int) -> str:
    """The memory that goes with this cpu, in words."""
    sizes = MEMORY_BY_CPU[cpu]
    steps = {after - before for before, after in zip(sizes, sizes[1:], strict=False)}
    if len(steps) == 1:
        return f"{sizes[0]} to {sizes[-1]} MiB in steps of {steps.pop()}"
    return f"{', '.join(str(size) for size in sizes[:-1])} or {sizes[-1]} MiB"
