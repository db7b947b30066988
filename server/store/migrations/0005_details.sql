-- What the user says of a video, what a reviewer says of it, and the message that its user has asked for.

ALTER TABLE videos ADD COLUMN description TEXT NOT NULL DEFAULT '';
-- As VOD has them: separated by commas.
ALTER TABLE videos ADD COLUMN tags TEXT NOT NULL DEFAULT '';
-- VOD's number of the category.
ALTER TABLE videos ADD COLUMN category_id TEXT;
-- The picture that the user has chosen. cover_url is what VOD announces, and it does not replace this one.
ALTER TABLE videos ADD COLUMN chosen_cover_url TEXT;
-- Why a reviewer has blocked it, in the reviewer's words.
ALTER TABLE videos ADD COLUMN reason TEXT;
-- From when on a message may be sent that says what has become of the video; NULL: nobody waits for one.
ALTER TABLE videos ADD COLUMN message_at INTEGER;
-- What came of it: sent, or why it was not; NULL: nothing yet.
ALTER TABLE videos ADD COLUMN message TEXT;
-- How often in a row sending it has failed.
ALTER TABLE videos ADD COLUMN message_failures INTEGER NOT NULL DEFAULT 0;

-- Holds only videos that have come to an end of which somebody is to be told.
CREATE INDEX videos_to_tell ON videos (message_at)
WHERE message_at IS NOT NULL AND deleted_at IS NULL
  AND status IN ('Normal', 'Blocked', 'TranscodeFail', 'UploadFail', 'ProduceFail');

-- How many places for covers a user got in the day.
ALTER TABLE issued_tokens ADD COLUMN covers INTEGER NOT NULL DEFAULT 0;
