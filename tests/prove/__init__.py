"""Proofs too long for the suite, which has short versions of them: `make prove`.

Each case is a module with a `main()` that prints one JSON line for each thing that it proves, and raises
where something is wrong.
"""
