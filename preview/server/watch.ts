import { watch } from 'node:fs'

/** Milliseconds of quiet after which a change counts: editors write a file in several steps. */
const QUIET_MS = 60

/** Calls `changed` with their paths after files in the folders have changed. Returns what ends it. */
export function watchFolders(folders: string[], changed: (files: string[]) => void): () => void {
  const files = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, (_event, file) => {
      if (file !== null && /(^|[/\\])node_modules([/\\]|$)|\.test\.ts$|~$|\.swp$/.test(file)) return
      clearTimeout(timer)
      if (file !== null) files.add(file)
      timer = setTimeout(() => {
        changed([...files])
        files.clear()
      }, QUIET_MS)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
