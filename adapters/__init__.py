"""The chat platforms: parse, render, deliver."""
