"""The move of traffic from blue to green."""
