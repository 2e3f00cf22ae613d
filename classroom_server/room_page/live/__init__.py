"""Rooms that are open on pages, and kept up to date there."""
