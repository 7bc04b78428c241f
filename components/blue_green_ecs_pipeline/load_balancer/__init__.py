"""The load balancer, its listeners and its target groups."""
