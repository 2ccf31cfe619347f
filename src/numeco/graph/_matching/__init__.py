"""What matches are made of."""
