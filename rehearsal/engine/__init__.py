"""The layer of `rehearsal.resources` as a Pulumi provider, so that Pulumi's own engine drives it."""
