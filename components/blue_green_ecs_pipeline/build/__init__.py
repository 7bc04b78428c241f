"""The build of the image."""
