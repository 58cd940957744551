"""Where reports lie: folders, archives and remote addresses, walked without being opened; hashing, reading of bytes."""
