"""What is typed behind `/drumbeat digest add`: what it says, and what is said to it."""

from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.catalog import BY_NAME, CATALOG
from bot.digests.beside import LONGEST_NAME
from bot.digests.cadence import Cadence
from bot.digests.errors import COMMAND, CadenceError
from bot.digests.model import CALMS, WhenCalm
from bot.digests.reading import MOST_CHARTS, Draft, read, text_of
from bot.grammar.tokens import MAX_LINE

BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS = Cadence("0 9 * * 1", "Europe/Berlin")


def typed(text: str) -> Draft:
    """What somebody in Berlin typed."""
    return read(text, zone=BERLIN)


def why_not(text: str) -> str:
    """The sentence that refuses a text; the command below it works."""
    with pytest.raises(CadenceError) as caught:
        typed(text)
    assert typed(caught.value.example.removeprefix(COMMAND)).lines == ("deploys 30d",)
    return str(caught.value)


def test_charts_come_in_a_rhythm() -> None:
    """The whole of a line: two charts, when, where to, by which clock, whether always, its name."""
    assert typed(
        "deploys mobile 30d, leadtime mobile every monday and thursday at 2:30pm in <#C123|eng> "
        "zone america/new_york only when something moved called “Monday numbers”"
    ) == Draft(
        lines=("deploys mobile 30d", "leadtime mobile"),
        cadence=Cadence("30 14 * * 1,4", "America/New_York"),
        channel="C123",
        when_calm="silent",
        name="Monday numbers",
    )


def test_only_a_chart_and_a_rhythm_are_needed() -> None:
    """The zone is then that of the person who typed it."""
    assert typed("deploys every monday") == Draft(("deploys",), MONDAYS, None, "show", None)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("deploys 30d; leadtime mobile", ("deploys 30d", "leadtime mobile")),
        ("deploys 30d and leadtime mobile", ("deploys 30d", "leadtime mobile")),
        ("deploys 30d, and leadtime mobile", ("deploys 30d", "leadtime mobile")),
        ("deploys 30d &amp; leadtime mobile", ("deploys 30d", "leadtime mobile")),
        ("deploys,releases , leadtime", ("deploys", "releases", "leadtime")),
        ("Deploys 30d, /LeadTime mobile,", ("deploys 30d", "leadtime mobile")),
        ("deploys app web,api", ("deploys app web,api",)),
        ("deploys app web, api", ("deploys app web, api",)),
        ("deploys compare app web and api", ("deploys compare app web and api",)),
        ('deploys app "web,releases"', ('deploys app "web,releases"',)),
        ("deploys app web,deploys-api", ("deploys app web,deploys-api",)),
        ("deploys 4w bucket day every 1w", ("deploys 4w bucket day every 1w",)),
        ("deploys 4w bucket day every week", ("deploys 4w bucket day every week",)),
        ("deploys mobile —env staging", ("deploys mobile --env staging",)),
        ("deploys  from=“last week”", ('deploys from="last week"',)),
        ("deploys deploys", ("deploys deploys",)),
        ("deploys zone UTC, leadtime mobile", ("deploys zone UTC", "leadtime mobile")),
        ("deploys and", ("deploys",)),
    ],
)
def test_charts_are_kept_as_they_were_typed(text: str, lines: tuple[str, ...]) -> None:
    """What parts them stands right before a chart's name; other commas are a chart's own."""
    assert typed(f"{text} every monday").lines == lines
    assert typed(f"{text}, every monday").lines == lines


@pytest.mark.parametrize(
    "text",
    [
        'in <#C1> zone UTC only when something moved called "A b" every monday',
        'every monday called "A b" if something has changed to <#C1|> zone=utc',
        'zone UTC every monday, in <#C1|x-y>, named "A  b", when something moved',
        'when something moved and called " A b " every monday 9:00 and in <#C1> and zone Utc',
        'AS "A b" IN <#c1> EVERY MONDAY ZONE utc ONLY IF SOMETHING MOVED',
        '<#C1> every monday zone UTC in <#C1> called "A b" only when anything moved called "A b"',
    ],
)
def test_what_stands_beside_the_rhythm_comes_in_any_order(text: str) -> None:
    """Before it or behind it, in any case, once or twice the same."""
    cadence = Cadence("0 9 * * 1", "UTC")
    assert typed(f"deploys 30d {text}") == Draft(("deploys 30d",), cadence, "C1", "silent", "A b")


@pytest.mark.parametrize(
    ("text", "when_calm"),
    [
        ("one line when nothing moved", "line"),
        ("a line when nothing has changed", "line"),
        ("in one line if nothing moved", "line"),
        ("Just One Line IF Nothing Changed", "line"),
        ("one line when nothing moved, a line if nothing changed", "line"),
        ("silent when nothing moved", "silent"),
        ("nothing if nothing changed and only when something moved", "silent"),
        ("", "show"),
    ],
)
def test_what_comes_when_nothing_moved_is_said_beside_the_rhythm(
    text: str, when_calm: WhenCalm
) -> None:
    """One line, silence, or all as usual; before the rhythm or behind it and behind its time."""
    for line in (f"{text} every monday", f"every monday {text}", f"every monday at 9 {text}"):
        assert typed(f"deploys 30d {line}") == Draft(
            ("deploys 30d",), MONDAYS, None, when_calm, None
        )


def test_a_name_may_be_what_would_say_something_elsewhere() -> None:
    """Between quotation marks it is a name and nothing else."""
    text = 'deploys every monday called "one line when nothing moved" only when something moved'
    assert typed(text) == Draft(
        ("deploys",), MONDAYS, None, "silent", "one line when nothing moved"
    )


def test_a_second_zone_is_the_chart_s() -> None:
    """What is behind the rhythm is the digest's, so the one before it is the last chart's."""
    both = typed("deploys from monday zone Asia/Tokyo every monday zone UTC")
    assert both.lines == ("deploys from monday zone Asia/Tokyo",)
    assert both.cadence.zone == "UTC"
    one = typed("deploys from monday zone Asia/Tokyo every monday")
    assert one.lines == ("deploys from monday",)
    assert one.cadence.zone == "Asia/Tokyo"


def test_every_example_of_every_chart_can_come_by_itself() -> None:
    """Nothing that a chart takes is taken for something of the digest's."""
    lines = [f"{kind.name} {example}" for kind in CATALOG for example in kind.examples]
    for line in lines:
        assert typed(f"{line} every monday").lines == (line,)


# -- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "When should it come?"),
        ("deploys 30d", "When should it come?"),
        (
            "every monday",
            "Name it first: deploys, releases, leadtime, staleflags or flagstatus.",
        ),
        ("in <#C1> every monday", "Which chart should come?"),
        ("every monday deploys 30d", "The charts come first, then the rhythm: “deploys” stands"),
        ("every monday and leadtime", "The charts come first, then the rhythm"),
        ("deploy 30d every monday", "“deploy” is no chart. Did you mean “deploys”?"),
        ("deploys; leadtmie every monday", "“leadtmie” is no chart. Did you mean “leadtime”?"),
        ("mobile deploys every monday", "“mobile” is no chart. There are deploys, releases"),
        ("deploys: 30d every monday", "“deploys:” is no chart. Did you mean “deploys”?"),
        (
            "deploys every monday, leadtime every friday",
            "All charts of a digest come at once: it has one rhythm, and no chart its own.",
        ),
        ("deploys in <#C1>, leadtime every friday", "A digest comes to one channel"),
        ("deploys every monday in <#C1> in <#C2>", "There are two channels. A digest has one."),
        ("deploys in <#C1> every monday in <#C2>", "There are two channels."),
        ("deploys every monday zone UTC zone Asia/Tokyo", "There are two zones."),
        ('deploys every monday called "a" called "b"', "There are two names."),
        (
            "deploys every monday in #eng",
            "pick it from the list that Slack opens when you type #, or leave it out.",
        ),
        ("deploys in #eng every monday", "Slack has not made a link of “#eng”"),
        ("deploys every monday in eng", "Slack has not made a link of “eng”"),
        ("deploys every monday in", "I do not know “in” behind the rhythm."),
        ("deploys every monday zone Berlin", "“Berlin” is not a time zone. Did you mean Europe/"),
        ("deploys zone Berln every monday", "“Berln” is not a time zone."),
        ("deploys every monday 9:00 Europe/Berlin", "A zone is typed “zone Europe/Berlin”."),
        ("deploys every monday zoen UTC", "Did you mean “zone Europe/Berlin”?"),
        ("deploys every monday only", "Did you mean “only when something moved”?"),
        ("deploys every monday one line", "Did you mean “one line when nothing moved”?"),
        ("deploys every monday in one line", "Did you mean “one line when nothing moved”?"),
        ("deploys every monday when nothing moved", "Did you mean “one line when nothing moved”?"),
        (
            "deploys every monday one line when nothing moved only when something moved",
            "“only when something moved” is silence, “one line when nothing moved” is not",
        ),
        ("deploys every monday caled x", 'Did you mean “called "Monday numbers"”?'),
        ("deploys every monday and tusday", "“tusday” behind the rhythm. Did you mean “tuesday”?"),
        ("deploys every monday and 15th", "I do not know “15th” behind the rhythm. What may"),
        (
            "deploys every monday please",
            "I do not know “please” behind the rhythm. What may stand there is a time, “in” and a",
        ),
        ("deploys every monday called Bob", 'A name stands in quotation marks: called "Monday'),
        ("deploys every monday as", "A name stands in quotation marks"),
        ('deploys every monday called " "', "There is nothing between the quotation marks."),
        (
            f'deploys every day called "{"a" * 81}"',
            "A name has 80 letters at most; this one has 81",
        ),
        ('deploys every monday called "a', "A quotation mark is opened and never closed."),
        ("deploys every monday in <#C1> at 9am", "“9am” stands in the wrong place: a time comes"),
        ("deploys every monday in <#C1> at", "“at” stands in the wrong place"),
        ("deploys at noon every monday", "“noon” stands in the wrong place"),
        ("deploys every monday every 1w", "“every 1w” is how long a bucket is: it stands with its"),
        ("deploys every monday every 2 weeks", "Every other one cannot be had"),
        ("deploys every monday every hour", "Hours have no words here"),
        ("deploys every monday cron", "“cron” is followed by the five fields"),
        ("deploys every monday 25:00", "“25:00” is not a time of day."),
        ("deploys cron 0 9 30 2 *", "“cron 0 9 30 2 *” never comes"),
        ("deploys cron 0 25 * * *", "“25” cannot be the hour of a cron line"),
        ("deploys every 30th of february", "February has no 30th."),
        ("deploys every 32nd", "No month has a 32nd"),
        ("x" * (MAX_LINE + 1), "That is 2,001 characters; 2,000 is the most I read."),
    ],
)
def test_what_is_no_digest_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    """The sentence says what is wrong and what to type instead; a command that works is below."""
    assert sentence in why_not(text)


def test_a_digest_has_only_so_many_charts() -> None:
    """So many are read, and one more is not."""
    charts = ["deploys"] * MOST_CHARTS
    assert len(typed(f"{','.join(charts)} every day").lines) == MOST_CHARTS
    more = ",".join([*charts, "deploys"])
    assert why_not(f"{more} every day") == (
        "That is 7 charts; 6 is the most that one digest brings."
    )


def test_a_name_may_be_as_long_as_it_may_be() -> None:
    """The longest one is taken."""
    assert typed(f'deploys every day called "{"a" * LONGEST_NAME}"').name == "a" * LONGEST_NAME


# -- anything ---------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *BY_NAME,
        *("every", "cron", "monday", "mon,thu", "and", ",", ";", "1st", "15th", "of", "month"),
        *("day", "week", "2", "weeks", "1w", "hour", "last", "february", "30th", "32nd", "first"),
        *("at", "9am", "25:00", "noon", "9", "pm", "0", "*", "1-5", "cron 0 9 * * 1", "every day"),
        *("in", "<#C1|eng>", "<#C2>", "#eng", "zone", "UTC", "asia/tokyo", "Berlin", "zone UTC"),
        *(
            "only",
            "when something moved",
            "one line",
            "called",
            '"',
            '"a b"',
            "“",
            "”",
            "as",
            "\ue000",
        ),
        *("when nothing moved", "in one line if nothing changed", "silent", "nothing", "a line"),
        *("mobile", "app", "web,api", "/deploys", "—env", "&amp;", "deploys 30d,", "every monday"),
    ]
)
LINES = st.one_of(
    st.text(max_size=60),
    st.lists(WORDS, max_size=14).map(" ".join),
    st.lists(WORDS, max_size=8).map(lambda words: f"deploys {' '.join(words)} every monday 9:00"),
    st.lists(WORDS, max_size=8).map(lambda words: f"deploys every monday 9:00 {' '.join(words)}"),
)


@given(LINES)
@example("deploys of, every monday")
@example("deploys and, leadtime and every day")
@example("deploys cron 0 9, every monday")
@example("deploys in <#C1> zone UTC every monday zone Asia/Tokyo")
def test_any_text_reads_or_is_refused_in_a_sentence(text: str) -> None:
    """Whatever is typed, it is one or the other, and what is read can be typed to be read again."""
    try:
        draft = typed(text)
    except CadenceError as error:
        sentence = str(error)
        assert sentence.isprintable()
        assert 0 < len(sentence) < 300
        return
    assert read(text_of(draft), zone=ZoneInfo("Asia/Tokyo")) == draft


DRAFTS = st.builds(
    Draft,
    lines=st.lists(
        st.sampled_from(
            [
                *(f"{kind.name} {example}" for kind in CATALOG for example in kind.examples),
                *("deploys", "deploys 4w bucket day every 1w", "deploys today zone UTC"),
            ]
        ),
        min_size=1,
        max_size=MOST_CHARTS,
    ).map(tuple),
    cadence=st.builds(
        Cadence,
        cron=st.sampled_from(
            [
                *("0 9 * * 1", "30 14 * * 0-2", "5 0 * * *", "0 9 * * 1-5", "0 9 1,15 * *"),
                *("0 9 L * *", "0 9,17 * * 1-5/2", "0 0 31 * *", "0 9 1 * 1#1"),
            ]
        ),
        zone=st.sampled_from(["UTC", "Europe/Berlin", "America/Argentina/Ushuaia"]),
    ),
    channel=st.none() | st.from_regex(r"[CG][A-Z0-9]{8,10}", fullmatch=True),
    when_calm=st.sampled_from(CALMS),
    name=st.none()
    | st.sampled_from(
        ["Monday numbers", "every day", "called, in #eng", "Größe 🥁", "a line when nothing moved"]
    ),
)


@given(DRAFTS)
def test_what_is_written_of_a_digest_reads_as_it(draft: Draft) -> None:
    """A digest can be copied to anywhere, its zone included."""
    assert read(text_of(draft), zone=ZoneInfo("Asia/Tokyo")) == draft


def test_what_is_written_of_a_digest_is_what_people_type() -> None:
    """It is words wherever there are any."""
    draft = typed('deploys 30d, leadtime mobile in <#C1> as "x" every tue,mon when something moved')
    assert text_of(draft) == (
        "deploys 30d, leadtime mobile every monday and tuesday 09:00 zone Europe/Berlin in <#C1> "
        'only when something moved called "x"'
    )
    assert text_of(typed("deploys every monday a line if nothing changed")) == (
        "deploys every monday 09:00 zone Europe/Berlin one line when nothing moved"
    )


@pytest.mark.parametrize(
    "part",
    ["every ", ",", ", and ", " and", '"" ', 'called "a" ', "in ", "1st and ", "mon,", "cron 0 "],
)
def test_the_longest_lines_are_read_at_once(part: str) -> None:
    """Nothing that can be typed makes the reading go back and forth without end."""
    many = part * (1_900 // len(part))
    for text in (f"deploys {many} every monday", f"deploys every monday {many}", f"every {many}"):
        with suppress(CadenceError):
            assert typed(text).lines
