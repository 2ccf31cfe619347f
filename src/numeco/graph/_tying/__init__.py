"""What ties organizations to occasions, and the networks that follow."""
