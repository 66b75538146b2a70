"""The moving picture, byte by byte."""
