"""What is due by itself: one module for each thing that people are reminded of."""

from groups.reminders import meetings, minutes

__all__ = ["meetings", "minutes"]
