"""How long it takes and how much memory it needs, measured from outside."""
