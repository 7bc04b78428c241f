"""What a release is made of, said once and rendered as text: plain functions that know neither Pulumi nor AWS's API."""
