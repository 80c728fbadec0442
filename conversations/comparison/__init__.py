"""The arithmetic of comparing two variants: who gets which, how many it takes, what it says."""
