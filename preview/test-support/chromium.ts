import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Debian's. The shell is the same engine without the browser around it, and takes a third less of the CPU. */
const DEBIANS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/** The one that CHROMIUM names, or Debian's. */
const CHROMIUM_PATH = process.env.CHROMIUM || DEBIANS.find((path) => existsSync(path)) || '/usr/bin/chromium'

/** Keeps the browser on this machine: no updates, no services, no network of its own. */
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/**
 * Whether tests in a browser can run. Without Chromium they are skipped with a line that says so; where CI=true they
 * fail instead, when they launch it.
 */
export function canLaunchChromium(): boolean {
  if (existsSync(CHROMIUM_PATH) || process.env.CI === 'true') return true
  const looked = process.env.CHROMIUM || DEBIANS.join(' or ')
  console.warn(`Browser tests are skipped: there is no ${looked}. Install Chromium, or set CHROMIUM to its path.`)
  return false
}

/** A headless Chromium; close it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM_PATH, args: FLAGS })
}
