"""The pictures in docs/images, taken of the real programs on a fixed day."""
