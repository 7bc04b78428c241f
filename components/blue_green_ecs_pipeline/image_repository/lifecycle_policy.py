"""Which images ECR keeps.

Source: Amazon ECR User Guide, "Lifecycle policy properties".
"""

import json

UNTAGGED_DAYS = 1


def render_lifecycle_policy(keep_images: int) -> str:
    """Keeps the newest images, so that a release can be rolled back to, and drops those that nothing names any more."""
    return json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "description": "Layers of builds that were not finished",
                    "selection": {
                        "tagStatus": "untagged",
                        "countType": "sinceImagePushed",
                        "countUnit": "days",
                        "countNumber": UNTAGGED_DAYS,
                    },
                    "action": {"type": "expire"},
                },
                {
                    "rulePriority": 2,
                    "description": f"All but the newest {keep_images} images",
                    "selection": {
                        "tagStatus": "any",
                        "countType": "imageCountMoreThan",
                        "countNumber": keep_images,
                    },
                    "action": {"type": "expire"},
                },
            ]
        }
    )
