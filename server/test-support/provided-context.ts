/** What global-setup hands to the tests, which run in another process. */
declare module 'vitest' {
  interface ProvidedContext {
    emulatorUrl: string
    /** Of the tests on PostgreSQL alone. */
    postgresUrl: string | undefined
    fuzzSeed: string
    demoSettings: Record<string, string>
    migrations: { name: string; queries: string[] }[]
  }
}

export type {}
