"""Files of other kinds turned into texts for atoms: PDF, Word, HTML and CSV. Only thinks."""
