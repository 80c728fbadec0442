"""Lists of the admin over a hundred thousand atoms: how long each page takes."""
