/** What an engine can do beyond bringing a file to VOD. */
export interface Abilities {
  /** Uploads can be paused, and go on after the app was closed. */
  resumes: boolean
  /** Largest file, bytes. */
  maxFileBytes: number
}
