"""The demo: a living zone, made through the same rules as real matters."""
