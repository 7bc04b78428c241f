"""Buckets."""

import re
from typing import Any

from rehearsal.resources.convert import parameters, tag_list
from rehearsal.resources.described import DescribedType
from rehearsal.resources.registry import Account, InvalidProperty, Properties, none_when_missing, register

# Amazon S3 User Guide, "General purpose bucket naming rules".
BUCKET_NAME = re.compile(r"(?!xn--|sthree-)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias)")
# Amazon S3's own hosted zone in Frankfurt: AWS General Reference, "Amazon S3 endpoints".
HOSTED_ZONE_ID = "Z21DNDUVLTQW6Q"


@register
class Bucket(DescribedType):
    """A bucket. Its settings are resources of their own (`s3_settings.py`).

    Source: terraform-provider-aws, resource aws_s3_bucket: bucket, bucket_prefix, object_lock_enabled force a new
    resource; Amazon S3 API Reference, "CreateBucket": bucket_namespace can be given at creation only.
    """

    token = "aws:s3/bucket:Bucket"
    replace_on = frozenset({"bucket", "bucketPrefix", "bucketNamespace", "objectLockEnabled"})
    name_property = "bucket"
    name_limit = 63

    def check(self, name: str, inputs: Properties, recorded: Properties | None) -> Properties:
        checked = super().check(name.lower(), inputs, recorded)
        bucket = checked.get("bucket")
        if isinstance(bucket, str) and not BUCKET_NAME.fullmatch(bucket):
            allowed = "3 to 63 lower-case letters, digits, dots and dashes"
            raise InvalidProperty("bucket", f"got {bucket!r}, allowed are {allowed}")
        return checked

    def create(self, aws: Account, name: str, inputs: Properties) -> tuple[str, Properties]:
        s3 = aws.client("s3")
        wanted = parameters(
            s3,
            "CreateBucket",
            inputs,
            renames={"objectLockEnabled": "ObjectLockEnabledForBucket"},
            elsewhere=("tags", "forceDestroy"),
        )
        s3.create_bucket(**wanted, CreateBucketConfiguration={"LocationConstraint": aws.region})
        if inputs.get("tags"):
            s3.put_bucket_tagging(Bucket=inputs["bucket"], Tagging={"TagSet": tag_list(inputs["tags"])})
        return inputs["bucket"], self.after(aws, inputs["bucket"], inputs)

    def describe(self, aws: Account, id: str, inputs: Properties) -> Properties:
        s3 = aws.client("s3")
        s3.head_bucket(Bucket=id)
        return {"Bucket": id, "Tags": _tags(s3, id) if inputs.get("tags") else []}

    def outputs(self, aws: Account, id: str, live: Properties) -> Properties:
        return {
            "arn": f"arn:aws:s3:::{id}",
            "bucket": id,
            "bucketDomainName": f"{id}.s3.amazonaws.com",
            "bucketRegionalDomainName": f"{id}.s3.{aws.region}.amazonaws.com",
            "bucketRegion": aws.region,
            "hostedZoneId": HOSTED_ZONE_ID,
            "region": aws.region,
        }

    def update(
        self, aws: Account, id: str, old_inputs: Properties, new_inputs: Properties, outputs: Properties
    ) -> Properties:
        s3 = aws.client("s3")
        if new_inputs.get("tags"):
            s3.put_bucket_tagging(Bucket=id, Tagging={"TagSet": tag_list(new_inputs["tags"])})
        else:
            s3.delete_bucket_tagging(Bucket=id)
        return self.after(aws, id, new_inputs)

    @none_when_missing
    def delete(self, aws: Account, id: str, inputs: Properties, outputs: Properties) -> None:
        s3 = aws.client("s3")
        if inputs.get("forceDestroy"):
            _empty(s3, id)
        s3.delete_bucket(Bucket=id)


@none_when_missing
def _tags(s3: Any, bucket: str) -> Any:
    return s3.get_bucket_tagging(Bucket=bucket)["TagSet"]


def _empty(s3: Any, bucket: str) -> None:
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for version in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
