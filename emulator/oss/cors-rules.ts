import * as v from 'valibot'

/** A rule of a bucket, by the names of PutBucketCors; one `*` may stand in an origin and in a header. */
export const corsRulesSchema = v.pipe(
  v.array(
    v.strictObject({
      allowedOrigins: v.array(v.string()),
      allowedMethods: v.array(v.picklist(['GET', 'PUT', 'DELETE', 'POST', 'HEAD'])),
      allowedHeaders: v.optional(v.array(v.string()), []),
      exposeHeaders: v.optional(v.array(v.string()), []),
      /** Seconds. */
      maxAgeSeconds: v.optional(v.number(), 0),
    }),
  ),
  // PutBucketCors: 20 rules (10 before).
  v.maxLength(20),
)

export type CorsRule = v.InferOutput<typeof corsRulesSchema>[number]

/**
 * What VOD's system buckets answer, as far as that is known: any page may upload, since the vendor's web uploader works
 * without anything to set up. That they expose the checksum is a guess; the vendor's own guide to uploads from browsers
 * tells to expose ETag and x-oss-request-id.
 */
export const vodBucketRules: readonly CorsRule[] = [
  {
    allowedOrigins: ['*'],
    allowedMethods: ['GET', 'PUT', 'DELETE', 'POST', 'HEAD'],
    allowedHeaders: ['*'],
    exposeHeaders: ['ETag', 'x-oss-request-id', 'x-oss-hash-crc64ecma'],
    maxAgeSeconds: 0,
  },
]
