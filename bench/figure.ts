/** A figure, what it may be at most, and the unit of both. */
export interface Figure {
  name: string
  value: number
  limit?: number
  unit: string
}
