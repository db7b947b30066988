// Stands in for the proxy agents that the Alibaba SDKs carry along, 80 KB of a bundle. They are made only
// where a call asks for a proxy, which none does, and Workers have no sockets for them.

class NoProxy {
  constructor() {
    throw new Error('This service reaches nothing through a proxy.')
  }
}

module.exports = { HttpProxyAgent: NoProxy, HttpsProxyAgent: NoProxy, SocksProxyAgent: NoProxy }
