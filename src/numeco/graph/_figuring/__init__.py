"""What indicators are made of."""
