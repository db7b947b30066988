/** The most that the form of the vendor's SDK lets OSS take: 1,000 MiB. Read off the policy that its version 1.0.1 signs. */
export const MAX_FILE_BYTES = 1_048_576_000
