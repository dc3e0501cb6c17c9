"""What came of the entries that staff sent into tickets."""
