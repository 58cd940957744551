"""A supervising organ's rounds: filing, uploads, notices, combining, comparing."""
