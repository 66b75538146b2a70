"""Double bookings: found, told once, followed until resolved."""
