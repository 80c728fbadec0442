"""Whether two texts say the same, or one denies the other: thinking without a framework."""
