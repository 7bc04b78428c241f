"""Which mutations are really tried, one or two a role: they show that deciding again is enough."""

from .evidence import Evidence
from .mutations import Mutation, all_mutations

# By the end of the role's name. The last ones leave a deployment behind that nobody ends: nothing can follow them.
SAMPLE = (
    ("pipeline", "s3:PutObject removed"),
    ("build", "ArnLike aws:SourceArn broken"),
    ("build", "ssm:GetParameters removed"),
    ("build", "ecr:PutImage removed"),
    ("pipeline", "iam:PassRole removed"),
    ("deployment", "elasticloadbalancing:ModifyListener removed"),
    ("execution", "ecr:BatchGetImage removed"),
)


def choose_sample(evidence: Evidence) -> list[Mutation]:
    """The mutations of the sample, in its order."""
    mutations = all_mutations(evidence.documents)
    return [
        next(one for one in mutations if one.place.owner.endswith(f"-{role}") and one.taken == taken)
        for role, taken in SAMPLE
    ]
