/** The parts of the local stack: design contract of ports, each overridable by the environment. */
export const PARTS = {
  service: { variable: 'SERVICE_PORT', port: 8787 },
  emulator: { variable: 'EMULATOR_PORT', port: 8788 },
  preview: { variable: 'PREVIEW_PORT', port: 8789 },
} as const

export type PartName = keyof typeof PARTS

/**
 * The port of a part, from the environment or its default.
 * @throws {Error} where the variable is no port number
 */
export function portOf(part: PartName, env: NodeJS.ProcessEnv = process.env): number {
  const { variable, port } = PARTS[part]
  const text = env[variable]
  if (text === undefined || text === '') return port
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new Error(`${variable} must be a port number from 1 to 65535, not "${text}".`)
  }
  return value
}

/** Base URL of a part. */
export function urlOf(part: PartName, env: NodeJS.ProcessEnv = process.env): string {
  return `http://127.0.0.1:${portOf(part, env)}`
}
