"""A plan as files: what is read, presented and put into a calendar away from here.

`paper` is the plan as a document, chapter by chapter; `pdf` and `deck` set it, `workbook` and `calendar` tell its actions.
The client edition (`client`) is written from `SharedContent` and knows nothing else of a plan.
"""
