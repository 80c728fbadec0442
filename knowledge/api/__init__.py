"""What programs do with the knowledge of the desk, over HTTP with a key."""
