"""The trainer's pages: drawn on the server, all files from here; only the live link needs JavaScript."""
