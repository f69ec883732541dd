"""Two servers on this machine, a LaunchDarkly API and a Slack workspace, that know nothing of the bot."""
