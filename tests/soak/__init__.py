"""What takes long: thousands of notifications over HTTP with kill -9 in between. `make crash` runs a short form."""
