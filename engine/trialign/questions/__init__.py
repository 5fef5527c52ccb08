"""Use cases that answer one question about one need: why is it not tested, or not funded, in a nation?"""
