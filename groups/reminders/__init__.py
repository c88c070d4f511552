"""What is due by itself: one module for each thing that people are reminded of."""

from groups.reminders import meetings

__all__ = ["meetings"]
