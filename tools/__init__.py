"""What stands behind the Makefile: set-up, the demonstration, the gate, the benchmarks. Only the standard library."""
