import { measureService } from './measure'

try {
  process.exitCode = (await measureService()) ? 0 : 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
