"""CodeConnections, which moto lacks, in moto's own four-file form."""

from .models import codeconnections_backends, complete_connection
from .registration import install

__all__ = ["codeconnections_backends", "complete_connection", "install"]
