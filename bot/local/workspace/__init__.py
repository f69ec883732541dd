"""A local Slack workspace: the part of Slack that an app sees, and a page for people."""
