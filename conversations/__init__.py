"""Talking: conversations, their events and turns, live sockets, and the inbox."""
