export type { WebFile } from './picked-files'
export { type WebPorts, type WebPortsOptions, webPorts } from './web-ports'
