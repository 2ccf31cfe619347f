"""What to move: places, rivals, and the search for a programme of less cost."""
