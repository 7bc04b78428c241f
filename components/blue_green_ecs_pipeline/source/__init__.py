"""The watched repository, and how its pushes start a release."""
