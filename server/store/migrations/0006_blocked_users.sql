-- Users whom the operator has shut out.
CREATE TABLE blocked_users (
  owner TEXT PRIMARY KEY,
  blocked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
