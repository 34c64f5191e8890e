"""The plan of a project changed on its Gantt: what a change would do, the change itself, the way back and forth again.

A change is looked at and made by the same functions on the same plain data (`changes`, `applying`), so that what is
previewed is what is written.
"""
