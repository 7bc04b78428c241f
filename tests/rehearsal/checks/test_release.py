"""What counts as one clean change from the old release to the new one."""

from rehearsal.checks import Answer, Release, check_release

BLUE, GREEN = Release("blue", "1"), Release("green", "2")


def answers(*releases, lasting=0.5):
    """One answer a second with these releases; "lost" is a lost one."""
    return [
        Answer(float(second), second + lasting, "keep-alive", 503 if release == "lost" else 200, "status 503", release)
        if release == "lost"
        else Answer(float(second), second + lasting, "keep-alive", 200, "", release)
        for second, release in enumerate(releases)
    ]


def test_a_change_from_old_to_new_is_clean():
    check = check_release(answers(BLUE, BLUE, GREEN, GREEN), BLUE, GREEN)

    assert (check.sent, check.lost, check.problems) == (4, 0, ())


def test_the_bootstrap_image_may_be_the_old_one():
    assert check_release(answers(None, GREEN), None, GREEN).problems == ()


def test_a_lost_request_is_a_problem():
    check = check_release(answers(BLUE, "lost", GREEN), BLUE, GREEN)

    assert check.problems == ("1 of 3 requests were lost, the first with: status 503",)


def test_going_back_is_a_problem():
    check = check_release(answers(BLUE, GREEN, BLUE, GREEN), BLUE, GREEN)

    assert check.problems == ("after green 2 was seen, blue 1 answered 1 more times",)


def test_an_old_answer_that_began_before_the_change_ended_is_none():
    check = check_release(answers(BLUE, GREEN, BLUE, GREEN, lasting=1.5), BLUE, GREEN)

    assert check.problems == ()


def test_a_change_that_never_came_is_a_problem():
    assert check_release(answers(BLUE, BLUE), BLUE, GREEN).problems == ("the new release, green 2, was never seen",)


def test_an_old_release_that_was_never_there_is_a_problem():
    assert check_release(answers(GREEN), None, GREEN).problems == (
        "the old release, the bootstrap image, was never seen",
    )


def test_a_third_release_is_a_problem():
    check = check_release(answers(BLUE, Release("red", "3"), GREEN), BLUE, GREEN)

    assert check.problems == ("red 3 answered, which is neither the old nor the new release",)
