"""What the desk knows: atoms, their index, retrieval, and how answers are made."""
