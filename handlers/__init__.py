"""What sets the bot going: Slack commands, over Socket Mode or HTTP."""
