"""The HTTP side of the widget: sessions, and chats without a socket."""
