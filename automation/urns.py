"""Pulumi's names of resources, and shorter ones for people."""


def type_of(urn: str) -> str:
    """The type token of the resource itself, without those of its parents."""
    return urn.split("::")[2].rpartition("$")[2]


def name_of(urn: str) -> str:
    """The logical name."""
    return urn.split("::", 3)[3]


def short_type(token: str) -> str:
    """aws:ec2/securityGroup:SecurityGroup -> aws.ec2.SecurityGroup; a component is called by its class alone."""
    package, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    if module == "index" or not name:
        return name or token
    return f"{package}.{module.partition('/')[0]}.{name}"


def is_of_the_engine(urn: str) -> bool:
    """Whether it is the stack itself, or a provider that the engine makes where the program names none."""
    token = type_of(urn)
    return token == "pulumi:pulumi:Stack" or (
        token.startswith("pulumi:providers:") and name_of(urn).split("_")[0] == "default"
    )
