"""What hinders a text from being published, where a collection or a site asks for that."""


class Hindered(Exception):
    """A text may not answer as it is."""
