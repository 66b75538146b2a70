"""The laws of the house, as tests: import contracts, sizes, names, pins, links."""
