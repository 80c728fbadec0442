"""Load on a whole desk: many customers as the widget would be, and what they saw."""
