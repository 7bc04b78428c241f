from rehearsal.build.log import BuildLog


def test_a_hidden_value_is_neither_printed_nor_kept():
    printed = []
    log = BuildLog(printed.append)
    log.hide(["correct horse"])

    log.write("password=correct horse!")

    assert printed == log.lines == ["password=***!"]


def test_a_value_that_contains_another_leaves_no_rest():
    log = BuildLog(lambda line: None)
    log.hide(["abc", "abcdef"])

    log.write("abcdef abc")

    assert log.lines == ["*** ***"]


def test_each_line_of_a_long_value_is_hidden_and_its_braces_are_not():
    log = BuildLog(lambda line: None)
    log.hide(['{\n  "key": "value"\n}'])

    log.write('{\n  "key": "value"')

    assert log.lines == ["{", "  ***"]


def test_an_empty_value_hides_nothing():
    log = BuildLog(lambda line: None)
    log.hide(["", "\n"])

    log.write("as it is")

    assert log.lines == ["as it is"]


def test_every_line_goes_out_on_its_own():
    printed = []

    BuildLog(printed.append).write("one\ntwo")

    assert printed == ["one", "two"]
