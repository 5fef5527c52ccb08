"""What follows from a change of tests: whom it strands and serves, and which findings open, close or change."""
