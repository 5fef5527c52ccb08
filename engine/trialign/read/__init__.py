"""Files to values with line numbers; knows formats, not meanings."""
