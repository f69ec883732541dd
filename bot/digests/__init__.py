"""Digests: charts that come by themselves, when they are due, and what became of them."""
