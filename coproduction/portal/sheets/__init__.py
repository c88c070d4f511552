"""Last year's work from a spreadsheet: find the table, say what each column is, read every line, name every fault.

Nothing here asks the database: what the portal knows comes in as `judging.Known`, and what a line becomes goes out as a plan.
"""
