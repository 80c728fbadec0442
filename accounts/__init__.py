"""People and machines: staff, teams, sites, customers and what they may do."""
