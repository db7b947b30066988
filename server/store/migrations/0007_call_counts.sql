-- Calls by the minute, where they are counted for all machines together.
CREATE TABLE call_counts (
  -- A user or an address.
  counted TEXT NOT NULL,
  -- Since 1970.
  minute INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  PRIMARY KEY (counted, minute)
) STRICT, WITHOUT ROWID;

CREATE INDEX call_counts_by_minute ON call_counts (minute);
