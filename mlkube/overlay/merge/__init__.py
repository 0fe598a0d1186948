"""Strategic merge and JSON patches of plain data; knows bodies and schemas, no resources of a build."""
