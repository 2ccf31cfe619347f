"""How two releases of a programme are compared, patched and told."""
