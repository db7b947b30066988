import { startEmulator } from '../../emulator/server'

// The emulator in a process of its own: it must not share a core's time with the uploader that is measured.

const emulator = await startEmulator({ directory: process.argv[2] as string })
process.send?.(emulator.port)
