"""Other people's formats, one module each: a reader returns a `Reading`, a writer text or bytes."""
