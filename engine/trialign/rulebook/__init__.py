"""The rulebook: YAML files to the intermediate form, checked before anything runs."""
