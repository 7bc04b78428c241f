"""Serves the component and its parts to Pulumi programs in any language."""

import sys
from importlib.metadata import PackageNotFoundError, version

from pulumi.provider import main

from .provider import PACKAGE, PackageProvider

# What Pulumi calls a package that says nothing else: a folder on the path, which is not installed.
NO_VERSION = "0.0.0"


def installed_version() -> str:
    """The version of the distribution that this is a part of."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return NO_VERSION


if __name__ == "__main__":
    main(PackageProvider(installed_version()), sys.argv[1:])
