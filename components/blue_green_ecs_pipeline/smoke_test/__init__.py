"""The test that green must pass before the first user gets there."""
