"""What is said about a report, line by line, in plain words that no channel has marked up yet."""
