"""A KMS key of one's own, for everything that the component stores."""
