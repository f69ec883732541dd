"""What the bot knows: queries, the insights client, reports. No Slack, no drawing."""

__version__ = "0.1.0"
