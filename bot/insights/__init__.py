"""The client of LaunchDarkly's engineering insights API."""
