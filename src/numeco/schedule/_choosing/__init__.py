"""Choices of sessions that do not collide: the engine of agendas and of what can be attended."""
