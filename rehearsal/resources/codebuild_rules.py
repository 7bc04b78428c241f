"""What CodeBuild asks of a project, and moto does not.

Source: AWS CodeBuild User Guide, "Docker images provided by CodeBuild", "Build environment compute modes and types";
AWS CodeBuild API Reference, "CreateProject", "ProjectEnvironment".
"""

from rehearsal.resources.registry import InvalidProperty, Properties

CURATED = "aws/codebuild/"
X86, ARM = "x86_64", "arm64"
ARCHITECTURES = {
    "LINUX_CONTAINER": X86,
    "LINUX_GPU_CONTAINER": X86,
    "LINUX_LAMBDA_CONTAINER": X86,
    "LINUX_EC2": X86,
    "ARM_CONTAINER": ARM,
    "ARM_LAMBDA_CONTAINER": ARM,
    "ARM_EC2": ARM,
}
STANDARD = tuple(f"standard:{version}" for version in ("5.0", "6.0", "7.0", "8.0"))
AMAZON_LINUX_X86 = tuple(f"amazonlinux-x86_64-standard:{version}" for version in ("4.0", "5.0", "6.0"))
AMAZON_LINUX_2_X86 = tuple(f"amazonlinux2-x86_64-standard:{version}" for version in ("4.0", "5.0"))
AMAZON_LINUX_ARM = tuple(f"amazonlinux-aarch64-standard:{version}" for version in ("2.0", "3.0", "4.0"))
AMAZON_LINUX_2_ARM = tuple(f"amazonlinux2-aarch64-standard:{version}" for version in ("2.0", "3.0"))
IMAGES = {
    X86: STANDARD + AMAZON_LINUX_X86 + AMAZON_LINUX_2_X86,
    ARM: AMAZON_LINUX_ARM + AMAZON_LINUX_2_ARM,
}
LAMBDA = "LAMBDA"


def require_fitting_project(inputs: Properties) -> None:
    """Source, artifacts and environment of a project agree."""
    source, artifacts = (inputs.get(key, {}).get("type") for key in ("source", "artifacts"))
    if (source == "CODEPIPELINE") != (artifacts == "CODEPIPELINE"):
        reason = f"got {artifacts} with a source of type {source}, CODEPIPELINE goes with itself alone"
        raise InvalidProperty("artifacts.type", reason)
    environment = inputs.get("environment") or {}
    kind, size = str(environment.get("type")), str(environment.get("computeType"))
    if (LAMBDA in kind) != (LAMBDA in size):
        raise InvalidProperty("environment.computeType", f"{size} does not go with an environment of type {kind}")
    if LAMBDA in kind and environment.get("privilegedMode"):
        raise InvalidProperty("environment.privilegedMode", "builds on Lambda cannot be privileged")
    _require_image(str(environment.get("image", "")), kind)
    names = [variable["name"] for variable in environment.get("environmentVariables") or []]
    if twice := [name for name in names if names.count(name) > 1]:
        raise InvalidProperty("environment.environmentVariables", f"{twice[0]} is there twice")


def _require_image(image: str, kind: str) -> None:
    architecture = ARCHITECTURES.get(kind)
    if architecture is None or LAMBDA in kind or not image.startswith(CURATED):
        return
    name = image.removeprefix(CURATED)
    # A dated version of an image: amazonlinux-x86_64-standard:5.0-24.10.29.
    version = name.partition("-2")[0] if name.count(".") > 1 else name
    if not any(version == known or name.startswith(f"{known}-") for known in IMAGES[architecture]):
        reason = f"got {image}, CodeBuild's own images for {kind} are {', '.join(IMAGES[architecture])}"
        raise InvalidProperty("environment.image", reason)
