"""The desk's parts beside the raw parts that they are made of, measured in one run."""
