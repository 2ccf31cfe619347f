"""The engines of `numeco.graph.validation`: null models of two-mode networks, in NumPy."""
