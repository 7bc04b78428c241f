"""The function's code as it is uploaded: the modules of the folder `function`, as texts."""

from pathlib import Path

import pulumi

FOLDER = Path(__file__).parent / "function"
PACKAGE = "smoke_test"
HANDLER = f"{PACKAGE}.handler.handle"
RUNTIME = "python3.13"


def read_package() -> pulumi.AssetArchive:
    """The archive; it holds texts, not files, so that it is the same wherever the program runs."""
    modules = sorted(FOLDER.glob("*.py"))
    return pulumi.AssetArchive(
        {f"{PACKAGE}/{module.name}": pulumi.StringAsset(module.read_text("utf-8")) for module in modules}
    )
