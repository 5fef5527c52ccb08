"""Executors of the intermediate form: same rules, same facts, same matches."""
