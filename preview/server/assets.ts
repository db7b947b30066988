import type { Build } from '../build/build'
import type { RuntimeBundle } from './runtime-bundle'

/** wxs has these two, and no `new RegExp` or `new Date`. */
const WXS_GLOBALS = 'var getRegExp=(p,f)=>new RegExp(p,f),getDate=(...a)=>a.length?new Date(...a):new Date();'

/** What the preview's page consists of, by path. */
export function assetsOf(build: Build, runtime: RuntimeBundle): Record<string, (() => string) | undefined> {
  const templates = () => `${WXS_GLOBALS}miniProgram.templates=${build.templates};\n`
  return {
    // The templates come last, so that the map holds for what is before them.
    '/__preview/app.js': () => `${build.script}${templates()}//# sourceMappingURL=app.js.map\n`,
    '/__preview/templates.js': templates,
    '/__preview/app.js.map': () => build.sourceMap,
    '/__preview/app.css': () => build.css,
    '/__preview/preview.js': () => runtime.script,
    '/__preview/preview.js.map': () => runtime.scriptMap,
    '/__preview/preview.css': () => runtime.css,
    '/__preview/panel.js': () => runtime.panelScript,
    '/__preview/panel.css': () => runtime.panelCss,
    '/__preview/styles.css.map': () => runtime.cssMap,
  }
}
