"""What the bot knows: queries, the insights client, reports. No Slack, no drawing."""

import zoneinfo

__version__ = "0.1.0"

# The zones of the tzdata package, whatever the machine has: a time is the same one everywhere, and
# a new release of the package is what moves the slots of digests.
zoneinfo.reset_tzpath(to=())
