/** VOD documentation, CreateUploadVideo: the most characters of a Title. */
export const MAX_TITLE_CHARACTERS = 128
