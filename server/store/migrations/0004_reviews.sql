-- What the review of arrivals and the operator's view go by, so that their work is what has fallen due, too.

-- How often in a row looking at it has failed: the next time is ever further away.
ALTER TABLE videos ADD COLUMN review_failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orphans ADD COLUMN review_failures INTEGER NOT NULL DEFAULT 0;
-- How often in a row VOD has not known it. One such answer proves nothing.
ALTER TABLE orphans ADD COLUMN not_found_count INTEGER NOT NULL DEFAULT 0;

CREATE INDEX issued_tokens_by_day ON issued_tokens (day);
-- Holds only videos on their way, however many there are in all.
CREATE INDEX videos_under_way ON videos (status, created_at)
WHERE status IN ('Uploading', 'UploadSucc', 'Transcoding', 'Checking') AND deleted_at IS NULL;
