"""Messages: what is read, what is refused, and what becomes of arguments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.publish.locales import House
from stocktake.publish.sentences import Catalogue, Slot, catalogue, parse
from stocktake.publish.spans import Span, plain

ENGLISH, POLISH = House("en"), House("pl")
PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="{}#"))


def say(message: str, house: House = ENGLISH, **arguments: object) -> str:
    return Catalogue(house, {"key": parse(message)}).text("key", **arguments)  # type: ignore[arg-type]


def test_an_argument_stands_where_it_is_named() -> None:
    assert say("{b} before {a}.", a="A", b="B") == "B before A."


def test_a_count_is_grouped() -> None:
    assert say("{n} acts", n=1000) == "1\u202f000 acts"


@pytest.mark.parametrize(
    ("n", "said"), [(0, "none"), (1, "1 act"), (2, "2 acts"), (1000, "1\u202f000 acts")]
)
def test_a_plural_takes_the_exact_branch_first(n: int, said: str) -> None:
    assert say("{n, plural, =0 {none} one {# act} other {# acts}}", n=n) == said


@pytest.mark.parametrize(("n", "said"), [(1, "one"), (3, "few"), (5, "many"), (22, "few")])
def test_a_plural_follows_the_language(n: int, said: str) -> None:
    message = "{n, plural, one {one} few {few} many {many} other {other}}"
    assert say(message, POLISH, n=n) == said


def test_a_plural_without_a_branch_for_the_count_takes_other() -> None:
    assert say("{n, plural, =7 {seven} other {# acts}}", POLISH, n=1) == "1 acts"


def test_a_select_takes_its_word_or_other() -> None:
    message = "{w, select, a {yes} other {no}}"
    assert [say(message, w=word) for word in ("a", "b", "")] == ["yes", "no", "no"]


def test_choices_nest_and_keep_the_count() -> None:
    message = "{n, plural, other {{w, select, a {# of {all}} other {# left}}}}"
    assert say(message, n=3, w="a", all=9) == "3 of 9"
    assert say(message, n=3, w="b", all=9) == "3 left"


def test_a_hash_outside_a_plural_is_a_hash() -> None:
    assert say("{w, select, other {number #1}}", w="x") == "number #1"


def test_an_argument_with_braces_and_hashes_is_only_text() -> None:
    assert say("{n, plural, other {# {x}}}", n=2, x="{y} # }") == "2 {y} # }"


@pytest.mark.parametrize(
    "broken",
    ["{", "}", "{a", "a}", "{a}}", "{{a}", "{n, plural, other {#}", "{n, plural}", "{n, plural,",
     "{n, plural, other #}", "{n, select, other {}}}"],
)  # fmt: skip
def test_braces_that_do_not_match_are_refused(broken: str) -> None:
    with pytest.raises(ValueError):
        parse(broken)


@pytest.mark.parametrize("message", ["{n, plural, one {#}}", "{w, select, a {b}}", "{n, plural, }"])
def test_a_choice_needs_the_branch_other(message: str) -> None:
    with pytest.raises(ValueError, match="other"):
        parse(message)


@pytest.mark.parametrize("message", ["{n, number, other {1}}", "{n, plurals, other {1}}"])
def test_an_unknown_choice_is_refused(message: str) -> None:
    with pytest.raises(ValueError, match="plural and select"):
        parse(message)


def test_a_missing_argument_is_named() -> None:
    with pytest.raises(KeyError, match="absent"):
        say("{absent}")


def test_a_plural_refuses_what_is_no_count() -> None:
    with pytest.raises(TypeError, match="n chooses a plural"):
        say("{n, plural, other {#}}", n="3")


def test_spans_keep_link_mark_and_style() -> None:
    linked = Span("COM", to="https://example.org", mark="unconfirmed")
    messages = Catalogue(ENGLISH, {"key": parse("By {who}, {ref}.")})
    spans = messages.spans("key", who=linked, ref=(Span("O1", style="ref"),))
    assert linked in spans
    assert Span("O1", style="ref") in spans
    assert plain(spans) == "By COM, O1."


def test_neighbours_that_differ_in_nothing_are_one_span() -> None:
    messages = Catalogue(ENGLISH, {"key": parse("a {b} c")})
    assert messages.spans("key", b="B") == (Span("a B c"),)


def test_marked_neighbours_keep_a_mark_each() -> None:
    marked = Span("x", mark="unconfirmed")
    messages = Catalogue(ENGLISH, {"key": parse("{a}{a}")})
    assert messages.spans("key", a=marked) == (marked, marked)


@given(PLAIN)
def test_text_without_braces_is_said_as_it_is(text: str) -> None:
    assert say(text) == text


@given(PLAIN, st.text(st.characters(codec="utf-8")))
def test_any_argument_arrives_unchanged(before: str, argument: str) -> None:
    assert say(before + "{x}", x=argument) == before + argument


@given(st.text(alphabet="{}ab,# selctpurohn=01"))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        message = parse(text)
    except ValueError:
        return
    assert all(isinstance(part, str | Slot) for part in message)


def test_the_shipped_catalogue_is_read_once() -> None:
    assert catalogue("en") is catalogue("en")
