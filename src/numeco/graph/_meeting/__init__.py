"""What a timetable of meetings is made of."""
