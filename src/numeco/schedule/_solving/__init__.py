"""What `numeco.schedule.solver` hides: the model for CP-SAT, and what it is asked."""
