"""The methods of Slack's Web API, and the table that says who may call them and how often."""
