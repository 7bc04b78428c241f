"""Who may do what in the embedded AWS: policies, the decision on each request, and the actors that work under roles."""
