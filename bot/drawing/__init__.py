"""From a report to what is drawn: the form, the words, and which buckets are open."""
