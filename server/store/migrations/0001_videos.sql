-- Times are milliseconds since 1970, sizes bytes.

-- Whose video is whose, and what VOD has told of it. The row of a deleted video stays for a while: without it somebody
-- else could claim a video that is still uploading, and deleting would win back the daily allowance.
CREATE TABLE videos (
  video_id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  title TEXT NOT NULL,
  -- As declared, until VOD has counted.
  size INTEGER NOT NULL CHECK (size >= 0),
  -- How it was made: with the user's STS token, or by this service.
  method TEXT NOT NULL CHECK (method IN ('sts', 'credential')),
  -- A status of VOD; before VOD has given an id, Reserved.
  status TEXT NOT NULL,
  cover_url TEXT,
  -- Seconds.
  duration REAL,
  -- What automatic review suggests: pass, review or block.
  moderation TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- When VOD was last asked about it.
  checked_at INTEGER NOT NULL,
  -- How many of its events the columns above reflect.
  events_seen INTEGER NOT NULL DEFAULT 0,
  deleted_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX videos_of_owner ON videos (owner, created_at, video_id);
CREATE INDEX videos_by_check ON videos (status, checked_at);

-- What VOD has announced, each event once. Of the bodies only `facts` count; the rest is for the operator.
CREATE TABLE events (
  media_id TEXT NOT NULL,
  type TEXT NOT NULL,
  time INTEGER NOT NULL,
  -- Tells events of one second apart, such as two streams of one video.
  variant TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  facts TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (media_id, type, time, variant)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_by_arrival ON events (received_at);
