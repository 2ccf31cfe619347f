"""What the network formats share."""
