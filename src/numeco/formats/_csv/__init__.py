"""What `numeco.formats.csv` is made of: the sheet, its columns, its times, the things it names."""
