"""The registry that keeps the images."""
