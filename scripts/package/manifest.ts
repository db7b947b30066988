import packageJson from '../../package.json' with { type: 'json' }
import type { Entry } from './entries'

/** The package.json of wevod-uploader. */
export function manifestOf(entries: readonly Entry[]) {
  const subpathOf = ({ name }: Entry) => (name === 'index' ? '.' : `./${name}`)
  const typesOf = ({ source }: Entry) => `types/${source.replace(/\.ts$/, '.d.ts')}`
  const [engine] = entries
  if (engine?.name !== 'index') throw new Error('The engine comes first.')
  return {
    name: 'wevod-uploader',
    version: packageJson.version,
    description:
      'Uploads videos from WeChat mini programs, browsers and Node to ApsaraVideo VOD: in parts, and on from where it stopped',
    keywords: [
      'wechat',
      'miniprogram',
      'weapp',
      'aliyun',
      'vod',
      'oss',
      'upload',
      'resumable',
      'multipart',
      'taro',
      'uni-app',
    ],
    license: packageJson.license,
    type: 'module',
    // For tools that read no `exports`: WeChat's npm packing takes the first, TypeScript's old resolution the others.
    miniprogram: 'miniprogram_dist',
    main: './miniprogram_dist/index.js',
    module: './dist/index.js',
    types: `./${typesOf(engine)}`,
    typesVersions: { '*': Object.fromEntries(entries.slice(1).map((entry) => [entry.name, [typesOf(entry)]])) },
    exports: {
      ...Object.fromEntries(
        entries.map((entry) => [
          subpathOf(entry),
          // Types first: resolvers take the first condition that fits.
          { types: `./${typesOf(entry)}`, default: `./dist/${entry.name}.js` },
        ]),
      ),
      './package.json': './package.json',
    },
    files: ['dist', 'miniprogram_dist', 'types', 'README.en.md', 'CHANGELOG.md'],
    sideEffects: false,
  }
}
