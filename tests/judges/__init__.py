"""Judges of what we show: generated schemas, hostile words in every screen, a crawler that presses every button."""
