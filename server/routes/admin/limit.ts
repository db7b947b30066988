import * as v from 'valibot'

/** How many an operator gets to see at once: 1 to 1,000. */
export const limitSchema = v.optional(
  v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number), v.minValue(1), v.maxValue(1000)),
  '100',
)
