import { createServer } from 'node:net'
import { PARTS, type PartName, portOf } from './addresses'

/**
 * Makes sure that every part's port is free, before anything is started.
 * @throws {Error} naming the port, its part and the variable that changes it
 */
export async function expectFreePorts(): Promise<void> {
  const taken = new Map<number, PartName>()
  for (const part of Object.keys(PARTS) as PartName[]) {
    const port = portOf(part)
    const { variable } = PARTS[part]
    const other = taken.get(port)
    if (other)
      throw new Error(`The ${other} and the ${part} cannot share port ${port}: set ${variable} to another one.`)
    taken.set(port, part)
    if (!(await isFree(port))) {
      throw new Error(
        `Port ${port} (${part}) is in use. Stop what listens there, or choose another: ${variable}=… npm start`,
      )
    }
  }
}

/** Whether something could listen there now. Port 0 is always free. Rejects where that is not allowed. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(new Error(`Port ${port} cannot be used: ${error.message}`))
    })
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}
