"""Two servers on this machine, a LaunchDarkly and a Slack, that know nothing of the bot."""
