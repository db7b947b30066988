-- What the scheduled job goes by, so that its work is what has fallen due and not all there is.

-- When VOD is asked about a video again, while it is on its way.
ALTER TABLE videos ADD COLUMN next_check_at INTEGER NOT NULL DEFAULT 0;
-- How often in a row asking has failed: the next time is ever further away.
ALTER TABLE videos ADD COLUMN check_failures INTEGER NOT NULL DEFAULT 0;
-- How often in a row VOD has not known the video, and since when. One such answer proves nothing.
ALTER TABLE videos ADD COLUMN not_found_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE videos ADD COLUMN not_found_since INTEGER;
-- What its events came to that are not kept any more, as JSON, and how many they were. events_seen counts them, too.
ALTER TABLE videos ADD COLUMN folded TEXT;
ALTER TABLE videos ADD COLUMN events_folded INTEGER NOT NULL DEFAULT 0;

UPDATE videos SET next_check_at = updated_at + 600000
WHERE status IN ('Uploading', 'UploadSucc', 'Transcoding', 'Checking') AND deleted_at IS NULL;

DROP INDEX videos_by_check;
-- Holds only videos on their way, however many there are in all.
CREATE INDEX videos_by_next_check ON videos (next_check_at)
WHERE status IN ('Uploading', 'UploadSucc', 'Transcoding', 'Checking') AND deleted_at IS NULL;
CREATE INDEX videos_reserved ON videos (created_at) WHERE status = 'Reserved';
CREATE INDEX videos_by_deletion ON videos (deleted_at) WHERE deleted_at IS NOT NULL;

-- Who does what only one may do at a time, and until when at most.
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
