"""The figures of trust: races for one hour, and kill -9 at random points, on both databases."""
