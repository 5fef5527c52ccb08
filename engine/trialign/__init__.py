"""trialign keeps national genomic test directories, medicine decisions and clinical trials in line."""

__version__ = "0.1.0"
