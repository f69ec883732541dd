"""Calendars: the days off of a channel, on which no digest comes and charts are shaded."""
