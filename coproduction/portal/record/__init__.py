"""The published record: read from its file, checked whole, and brought into the tables without losing what people edited.

From the file upwards: `reading` (YAML with line numbers) > `schema` and `checking` (sections, fields, references) >
`drafts` (what each record becomes) > `columns` and `bridges` (where that stands in the tables) > `conflicts` (three-way
comparison) > `importing` (one transaction) > `report` (what happened, in words). `words` is the one table that maps the
record's words to the portal's kinds and states.
"""
