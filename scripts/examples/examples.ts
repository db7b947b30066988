/** How an example becomes a mini program, or a page. */
export type Example = {
  /** Its folder in examples/. */
  name: string
} & (
  | { how: 'native' }
  /** `output`: where its own build leaves a project for WeChat's compiler. */
  | { how: 'framework'; output: string }
  /** A page in a browser, whose script starts in `script`. */
  | { how: 'page'; script: string }
)

/** What `npm run check:examples` builds. */
export const EXAMPLES: readonly Example[] = [
  { name: 'native', how: 'native' },
  { name: 'tdesign', how: 'native' },
  { name: 'taro', how: 'framework', output: '.' },
  { name: 'uni-app', how: 'framework', output: 'dist/build/mp-weixin' },
  { name: 'web', how: 'page', script: 'main.ts' },
]
