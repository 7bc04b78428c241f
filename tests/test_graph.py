"""The graph itself: programs run apart from each other, and what they register is kept as it was."""

import asyncio

import pulumi
import pulumi_aws as aws
import pytest

from tests.graph import UNKNOWN, attempt, create


def broken() -> None:
    bucket = aws.s3.Bucket("first")
    aws.s3.Bucket("second", bucket=bucket.arn.apply(lambda arn: arn.no_such_method()))  # type: ignore[attr-defined]


def test_a_failed_program_raises_what_it_failed_with() -> None:
    with pytest.raises(AttributeError, match="no_such_method"):
        create(broken)


def test_a_failed_program_still_shows_what_it_registered_before() -> None:
    graph = attempt(broken)

    assert isinstance(graph.error, AttributeError)
    assert [r.name for r in graph] == ["first"]


def test_a_failed_program_leaves_nothing_to_the_next_one() -> None:
    attempt(broken)

    graph = create(lambda: aws.s3.Bucket("third"))

    assert [r.name for r in graph] == ["third"]


def test_each_program_has_a_stack_of_its_own() -> None:
    first = create(lambda: aws.s3.Bucket("one"), project="shop", stack="dev")
    second = create(lambda: aws.s3.Bucket("one"), project="bank", stack="prod")

    assert first["one"].urn == "urn:pulumi:dev::shop::pulumi:pulumi:Stack$aws:s3/bucket:Bucket::one"
    assert second["one"].urn == "urn:pulumi:prod::bank::pulumi:pulumi:Stack$aws:s3/bucket:Bucket::one"
    assert second["one"].parent == "urn:pulumi:prod::bank::pulumi:pulumi:Stack::bank-prod"


def test_config_and_loop_of_the_caller_stay_as_they_are() -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)

    create(lambda: pulumi.runtime.set_all_config({"shop:colour": "green"}))

    assert asyncio.get_event_loop() is loop
    assert pulumi.runtime.get_config("shop:colour") is None
    loop.close()
    asyncio.set_event_loop(asyncio.new_event_loop())


def test_what_a_preview_cannot_know_is_marked_as_such() -> None:
    def program() -> None:
        bucket = aws.s3.Bucket("first")
        aws.s3.Bucket("second", bucket=bucket.arn, tags={"first": bucket.id, "team": "web"})

    graph = create(program, preview=True)

    assert graph["second"].inputs == {"bucket": UNKNOWN, "tags": {"first": UNKNOWN, "team": "web"}}


def test_secrets_are_shown_so_that_a_test_can_look_for_them() -> None:
    graph = create(lambda: aws.s3.Bucket("first", tags={"team": pulumi.Output.secret("web")}))

    assert graph["first"].inputs == {"tags": {"team": "web"}}


def test_exports_are_resolved() -> None:
    def program() -> None:
        pulumi.export("arn", aws.s3.Bucket("first", bucket="acme").arn)

    assert create(program).exports == {"arn": "arn:aws:s3:::acme"}
    assert create(program, preview=True).exports == {"arn": None}
