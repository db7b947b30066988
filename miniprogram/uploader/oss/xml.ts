/**
 * The text of the first element of this name in one of OSS's small, flat answers, or undefined. Mini programs have no
 * XML parser, and nothing that is read here nests or carries attributes.
 */
export function readElement(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^<]*)</`).exec(xml) ?? []
  const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
  return text?.replace(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => entities[entity] as string)
}
