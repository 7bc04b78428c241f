"""What is missing before the first up, and why a release failed."""
