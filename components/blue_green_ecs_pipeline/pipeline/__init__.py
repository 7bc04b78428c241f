"""The pipeline from a push to a release."""
