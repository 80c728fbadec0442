"""Lists of errors and inputs that a product has, read from files of others. Knows no framework."""
