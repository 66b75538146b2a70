"""The benchmarks: `make bench` runs them side by side with what one would pick instead."""
