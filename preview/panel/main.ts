import { showPanel } from './panel'

// A script of its own, which the preview loads when the app has been painted.
globalThis.showPreviewPanel = showPanel
