// Stands in for `@alicloud/credentials` on Workers, where keys come from secrets alone. Both SDKs load it, and use of it
// what they are not given (access-key.ts): all the ways in which a machine can find keys, in files, programs and metadata
// services, none of which is there. On Node the original is a chunk of its own, for those who set no key.

class NoCredentials {
  constructor() {
    throw new Error('This service finds its own keys.')
  }
}

module.exports = { __esModule: true, default: NoCredentials, Config: NoCredentials }
