import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Debian's, or the one that CHROMIUM names. */
const CHROMIUM_PATH = process.env.CHROMIUM || '/usr/bin/chromium'

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
  console.warn(
    `Browser tests are skipped: there is no ${CHROMIUM_PATH}. Install Chromium, or set CHROMIUM to its path.`,
  )
  return false
}

/** A headless Chromium; close it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM_PATH, args: FLAGS })
}
