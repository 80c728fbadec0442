"""The pages of the admin for experiments, and for what each site answers with."""
