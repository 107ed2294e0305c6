"""The domain of 安月填报: sheets, fields, checks, notices, filings and storage. Knows no Qt and no document format."""

__version__ = "0.2.0"
