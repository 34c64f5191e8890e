"""The access table, one module a room.

Each module has ACCESS: URL name → (method, manager, editor, reader, outsider, administrator) where the five figures
are the status each person gets, `arguments(name, account, request)`: the URL's arguments for the cast's account
(`request` is pytest's, to make the rows that the URL names), and PUBLIC: names that are not bound to an account.
"""
