// Stands in for three libraries that the Alibaba SDKs load and that no call of this service uses: moment (dates for other
// products), xml2js (answers in XML; ours are JSON) and lodash, of which they use `merge` alone, on requests of this
// service's making. Together they are a third of a Worker's bundle, and as much of the time that its start takes.

class NoXml {
  constructor() {
    throw new Error('This service reads and writes no XML.')
  }
}

function noDates() {
  throw new Error('This service uses no dates of the SDK.')
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isPlain = (value) =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/**
 * As lodash has it, for plain objects: into the first, from left to right; undefined leaves what is there.
 *
 * @param {Record<string, unknown>} target
 * @param {(Record<string, unknown> | undefined)[]} sources
 * @returns {Record<string, unknown>}
 */
function merge(target, ...sources) {
  for (const source of sources) {
    for (const [key, value] of Object.entries(source ?? {})) {
      if (value === undefined || key === '__proto__') continue
      const before = target[key]
      target[key] = isPlain(value) ? merge(isPlain(before) ? before : {}, value) : value
    }
  }
  return target
}

module.exports = Object.assign(noDates, { merge, Parser: NoXml, Builder: NoXml })
