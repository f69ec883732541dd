"""Block Kit as Slack accepts it: which blocks there are, what they hold, how much, and where."""
