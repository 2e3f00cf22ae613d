"""What is so at this moment and gone with the program: who waits for changes, and which kiosks are there."""
