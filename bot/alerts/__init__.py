"""Alerts: what is watched for, what is remembered of it, and what there is to tell.

    rule, memory, observation, now --step--> new memory, events to tell, lines of history

An instance is a rule and a series. All of this is values and plain functions: nobody here knows
Slack, the database, LaunchDarkly or what time it is. Buckets that are over are counted, not polls
and not minutes, so looking twice is harmless.
"""
