"""What measures of a network are made of."""
