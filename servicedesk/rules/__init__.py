"""What is true: pure rules. Facts and `now` go in, values come out; no Flask, no SQL, no clock, no I/O."""
