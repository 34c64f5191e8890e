"""The table and the matrix of the client's people: the same facts as the map, in rows and cells."""
