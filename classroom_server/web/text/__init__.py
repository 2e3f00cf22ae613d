"""Text that a learner wrote, made ready for a page."""
