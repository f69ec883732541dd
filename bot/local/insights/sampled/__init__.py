"""The parts of the generated sample: a team, and what it deploys, merges and flags."""
