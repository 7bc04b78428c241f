"""Proves that the roles of the component are sufficient and minimal: what is taken from a policy, something misses."""
