"""The VPC, its subnets and its security groups."""
