/** `yyyy-MM-ddTHH:mm:ssZ`, the form of every instant in the gateway's answers. Fractions of a second are cut off. */
export function utcSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}
