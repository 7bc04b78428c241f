"""The ECS service and what runs in it."""
