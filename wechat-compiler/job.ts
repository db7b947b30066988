/** What the compiler is asked to do, in a process of its own. */
export type Job =
  | { what: 'compile'; projectRoot: string; out: string; judge: boolean }
  /** `into`: where miniprogram_npm/ goes, from the project's root. */
  | { what: 'pack-npm'; projectRoot: string; into: string }

export interface Compiled {
  /** Of the package, with their sizes. */
  files: { name: string; bytes: number }[]
  /** What the code quality checks say, where they were asked for. */
  quality: { name: string; success: boolean }[]
}

export interface Packed {
  /** npm packages that were packed for mini programs. */
  packages: number
  warnings: string[]
}

export type Answer = { done: Compiled | Packed } | { failed: string }
