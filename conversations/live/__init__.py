"""Live sockets: what one connection is, for customers and for agents."""
