// Stands in for the XML library that the Alibaba SDKs carry along, 104 KB of a bundle. They read and write XML only for
// services that speak it; STS and VOD are asked for JSON.

class NoXml {
  constructor() {
    throw new Error('This service speaks no XML.')
  }
}

module.exports = { Parser: NoXml, Builder: NoXml }
