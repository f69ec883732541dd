"""The tables, as the newest migration leaves them.

Times are whole milliseconds since 1970 (UTC): they compare the same way in every database.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

DIGESTS: Final = Table(
    "digest",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("name", Text),
    Column("lines", Text, nullable=False),  # a JSON list of request lines
    Column("cron", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("zone_data", Text, nullable=False),  # the release that next_due was computed with
    Column("when_calm", Text, nullable=False),  # show, line or silent
    Column("paused", Text),  # why; null while it runs
    Column("next_due", BigInteger),  # null while it is paused
    Column("created_at", BigInteger, nullable=False),
    Column("deleted_at", BigInteger),
    Column("code_key", Text),  # its name in the file that it comes from
    Column("code_applied", Text),  # what that file said, as JSON
    Column("ahead_of", BigInteger),  # the slot that is made ahead, or was
    Column("ahead_by", Text),  # by whom
    Index(None, "next_due"),
    Index(None, "team", "channel"),
)
"""What people subscribed to: the truth about what has to come when."""

ALERTS: Final = Table(
    "alert",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("name", Text),
    Column("line", Text, nullable=False),  # a request line, without times
    Column("phrase", Text, nullable=False),  # what is watched for, as it is typed
    Column("mention", Text),  # who is called when it fires
    Column("memory", Text, nullable=False),  # JSON: what is remembered of each series
    Column("revision", Integer, nullable=False),  # of that; who changes it says which he read
    Column("paused", Text),  # why; null while it runs
    Column("next_look", BigInteger),  # null while it is paused
    Column("leased_until", BigInteger),  # somebody is looking
    Column("created_at", BigInteger, nullable=False),
    Column("deleted_at", BigInteger),
    Column("bounds", Text),  # JSON: those that its series were held against; null where none were
    Column("code_key", Text),  # its name in the file that it comes from
    Column("code_applied", Text),  # what that file said, as JSON
    Index(None, "next_look"),
    Index(None, "team", "channel"),
)
"""What people want to hear of, and what is known of it so far."""

CHANGES: Final = Table(
    "change",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alert.id"), nullable=False),
    Column("series", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("episode", Integer, nullable=False),
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
    Index(None, "alert_id", "at"),
)
"""All that happened to an alert, told or not."""

DELIVERIES: Final = Table(
    "delivery",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("digest_id", ForeignKey("digest.id")),  # either this
    Column("alert_id", ForeignKey("alert.id")),  # or that
    Column("team", Text, nullable=False),
    Column("place", Text, nullable=False),  # the channel that it is for
    Column("due", BigInteger, nullable=False),
    Column("asked_by", Text),  # who asked for it outside of the rhythm
    Column("state", Text, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("leased_until", BigInteger),
    Column("owner", Text),  # whose claim it is
    Column("attempt", Integer, nullable=False),
    Column("begun_at", BigInteger),  # when the post was begun that may have arrived
    Column("ended_at", BigInteger),
    Column("channel", Text),  # where it stands, or may
    Column("ts", Text),
    Column("why", Text),  # it is late, skipped, refused
    Column("moved_from", BigInteger),  # its slot, where that was on a day off
    Column("moved_why", Text),
    Column("manner", Text),  # show, line, over: how much of it was posted
    UniqueConstraint("digest_id", "due"),
    UniqueConstraint("alert_id", "due"),
    Index(None, "team", "state", "not_before"),
    Index(None, "state", "leased_until"),
)
"""What has to come: for each slot of a digest, and for each time that an alert has something to
tell, one row, whoever wrote it and however often."""

INCIDENTS: Final = Table(
    "incident",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alert.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Column("story", Text, nullable=False),  # JSON: the latest event of each series
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False),  # which brings its message
    Column("version", Integer, nullable=False),  # of what its message has to say
    Column("shown", Integer, nullable=False),  # what it says
    UniqueConstraint("alert_id", "number"),
)
"""From the first series that fires to the last that ends: one message."""

NOTICES: Final = Table(
    "notice",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alert.id"), nullable=False),
    Column("delivery_id", ForeignKey("delivery.id"), nullable=False),  # which brings it
    Column("incident_id", ForeignKey("incident.id")),  # in whose message or thread
    Column("series", Text, nullable=False),
    Column("episode", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("event", Text, nullable=False),  # JSON
    UniqueConstraint("alert_id", "series", "episode", "kind", "ordinal"),
)
"""What there is to tell: each event once, whoever found it and however often."""

OUTAGES: Final = Table(
    "outage",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("looks", Integer, nullable=False),  # that failed, one after the other
    Column("looked_at", BigInteger, nullable=False),
    Column("delivery_id", ForeignKey("delivery.id")),  # which tells of it; null while none does
    Column("over_at", BigInteger),
    Column("shown", Boolean, nullable=False),  # whether its message says that it is over
    Index(None, "team", "channel"),
)
"""When no alert of a channel could be looked at."""

DIRECTIONS: Final = Table(
    "direction",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("team", Text, nullable=False),
    Column("chart", Text, nullable=False),
    Column("name", Text, nullable=False),  # as bot.reading.bound_name has it
    Column("shown", Text, nullable=False),  # as LaunchDarkly writes it
    Column("answer", Text),  # below, above, ignore; null while nobody has answered
    Column("said_by", Text),
    Column("said_at", BigInteger),
    Column("delivery_id", ForeignKey("delivery.id")),  # which asks in a channel
    UniqueConstraint("team", "chart", "name"),
)
"""Which side of a bound is bad: what people were asked, once, and what they answered."""

DAYS_OFF: Final = Table(
    "day_off",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("first", Text, nullable=False),  # 2026-12-24
    Column("last", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("deed", Text, nullable=False),  # skip, shift
    Column("source", Text),  # the file that brought it; null for what somebody typed
    Index(None, "team", "channel"),
)
"""On which days a channel has no digests."""

SILENCES: Final = Table(
    "silence",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("team", Text, nullable=False),
    Column("alert_id", ForeignKey("alert.id")),  # this alert
    Column("channel", Text),  # or all of this channel; without either all of the workspace
    Column("begun_at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("ended_at", BigInteger),  # when somebody ended it early, or said it anew
    Index(None, "team", "until"),
)
"""Who wanted quiet, for what, until when and why."""

QUIET_HOURS: Final = Table(
    "quiet_hours",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("begin", Text, nullable=False),  # 20:00
    Column("end", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("by", Text, nullable=False),
    UniqueConstraint("team", "channel"),
)
"""Between which times of day a channel hears nothing of alerts."""

AUDIT: Final = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("team", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),  # set up, edited, paused
    Column("about", Text, nullable=False),  # alert 3, digest 4
    Column("channel", Text),  # where that was; who is there may know
    Column("owner", Text),  # whose that was, who may know as well
    Column("before", Text),  # JSON
    Column("after", Text),
    Index(None, "team", "at"),
)
"""Who changed what, in the transaction of the change."""
