"""The parts of the reader of calendars."""
