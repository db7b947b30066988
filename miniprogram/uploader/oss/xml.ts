/**
 * The text of the first element of this name in one of OSS's small, flat answers, or undefined. Mini programs have no
 * XML parser, and nothing that is read here nests or carries attributes.
 */
export function readElement(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^<]*)</`).exec(xml) ?? []
  return text?.replace(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => ENTITIES[entity] as string)
}

/** What stands within each element of this name: elements themselves, of a list that holds no lists. */
export function readElements(xml: string, name: string): string[] {
  return xml
    .split(`<${name}>`)
    .slice(1)
    .map((rest) => rest.split(`</${name}>`, 1)[0] as string)
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Text that can stand in an element. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}
