"""A local LaunchDarkly: the engineering insights API over events of your own."""
