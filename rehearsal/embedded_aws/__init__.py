"""An AWS account inside of this process."""
