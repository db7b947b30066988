import { afterEach } from 'vitest'
import { followUpsAreDone } from './follow-ups'

// The files share a database: what one test has set off would go on in the next, after that has cleared the tables.
afterEach(followUpsAreDone)
