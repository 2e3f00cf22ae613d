"""What staff ask of kiosks, and what kiosks answer."""
