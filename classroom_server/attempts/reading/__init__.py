"""A learner's work made ready to be read: what changed, what keeps it from passing, what to ask."""
