"""What people answered in chats, made ready to be written down: plain values in, plain values out."""
