"""The top of screens."""
