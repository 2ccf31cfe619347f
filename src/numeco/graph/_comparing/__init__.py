"""What a comparison of editions is made of."""
