"""What `numeco.formats.frab` is made of: the file's form, its programme, and writing both forms."""
