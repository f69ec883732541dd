"""What the bot knows: queries, the insights client, reports. No Slack, no drawing."""
