// Node's url for the Alibaba SDKs, as of the first call that needs them: [alias] in wrangler.toml says why.
module.exports = process.getBuiltinModule('node:url')
