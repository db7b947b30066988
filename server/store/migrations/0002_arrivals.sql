-- What arrives counts against the day's limits, whoever has registered it or not, and is looked at once.

-- When the size was counted: at registration, and again when more arrives than was declared.
ALTER TABLE videos ADD COLUMN counted_at INTEGER NOT NULL DEFAULT 0;
-- Since when a video is here that arrived with its owner's mark but that the owner has not registered; the owner does
-- not see it before.
ALTER TABLE videos ADD COLUMN unclaimed_since INTEGER;
-- When the scheduled job has to compare the video with the limits; NULL: it need not.
ALTER TABLE videos ADD COLUMN review_at INTEGER;
-- What came of that: ok, file_too_large, over_daily_limit or unclaimed.
ALTER TABLE videos ADD COLUMN verdict TEXT;
-- What was done about it: reported, blocked or deleted.
ALTER TABLE videos ADD COLUMN sanction TEXT;
-- The Idempotency-Key of the call that made the video, and a hash of what that call asked for.
ALTER TABLE videos ADD COLUMN idempotency_key TEXT;
ALTER TABLE videos ADD COLUMN idempotency_request TEXT;

UPDATE videos SET counted_at = created_at;

CREATE INDEX videos_by_count ON videos (owner, counted_at, video_id);
CREATE INDEX videos_to_review ON videos (review_at) WHERE review_at IS NOT NULL;
CREATE INDEX videos_unclaimed ON videos (unclaimed_since) WHERE unclaimed_since IS NOT NULL;
CREATE UNIQUE INDEX videos_by_idempotency_key ON videos (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- Videos that VOD has announced and that neither a registration nor a mark gives an owner.
CREATE TABLE orphans (
  video_id TEXT PRIMARY KEY,
  announced_at INTEGER NOT NULL,
  review_at INTEGER,
  -- orphaned, or foreign: of another VOD application.
  verdict TEXT,
  sanction TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX orphans_to_review ON orphans (review_at) WHERE review_at IS NOT NULL;
CREATE INDEX orphans_by_time ON orphans (announced_at);

-- How many STS tokens a user got in a day; of each user the last day alone is kept.
CREATE TABLE issued_tokens (
  owner TEXT NOT NULL,
  -- When the day (UTC) began, milliseconds since 1970.
  day INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  PRIMARY KEY (owner, day)
) STRICT, WITHOUT ROWID;
