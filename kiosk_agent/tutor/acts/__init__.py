"""What staff ask of a learner's screen, and what is answered."""
