"""Benchmarks: what the product does, beside what the same machine and stack can do in the same run."""
