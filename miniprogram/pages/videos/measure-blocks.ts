import { attempt } from '../../wechat/calls'
import { numberOf, objectOf } from '../../wechat/values'
import type { RowWindow } from './row-window'

/** Has the window know how high the blocks in the view are. Where WeChat does not say, the estimate stays. */
export function measureBlocks(wx: Pick<WechatMiniprogram.Wx, 'createSelectorQuery'>, window: RowWindow): void {
  attempt(
    'createSelectorQuery',
    () =>
      wx
        .createSelectorQuery()
        .selectAll('.block')
        .boundingClientRect((rects: unknown) => {
          for (const rect of Array.isArray(rects) ? rects : []) {
            const { dataset, height } = objectOf(rect) as { dataset?: unknown; height?: unknown }
            const { block } = objectOf(dataset) as { block?: unknown }
            if (typeof block === 'number') window.measure(block, numberOf(height))
          }
        })
        .exec(),
    undefined,
  )
}
