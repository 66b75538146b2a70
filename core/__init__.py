"""The rooms of the house; no chat SDK, ever."""
