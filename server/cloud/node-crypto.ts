/** Node's crypto, which workerd has, too: as of the first call, since to load it is a tenth of a Worker's start. */
export const nodeCrypto = () => process.getBuiltinModule('node:crypto')
