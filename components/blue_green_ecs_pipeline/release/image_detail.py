"""The names that tie the image of a build to the placeholder in taskdef.json.

Source: AWS CodePipeline User Guide, "Image definitions file reference".
"""

IMAGE_DETAIL_FILE = "imageDetail.json"  # CodePipeline looks for this very name

IMAGE_PLACEHOLDER_NAME = "IMAGE1_NAME"  # the Deploy action's Image1ContainerName
IMAGE_PLACEHOLDER = f"<{IMAGE_PLACEHOLDER_NAME}>"
