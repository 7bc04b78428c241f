"""Up: runs a Pulumi program, with every resource created in the embedded AWS."""
