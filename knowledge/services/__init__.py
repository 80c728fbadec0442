"""The only place that writes knowledge: one function for each thing that people do."""
