"""The only place that writes conversations: one function for each thing people do."""
