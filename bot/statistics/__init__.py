"""The mathematics of small counts, exact where that is possible, in plain Python.

Every function agrees with scipy 1.17 to nine digits (`tests/test_oracles.py`); scipy itself would
triple what the bot weighs and how long it takes to start.
"""
