"""What is asked of a room's kiosks, on its page."""
