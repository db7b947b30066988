import type { Check } from '../check'
import { type Fields, text } from '../clouds/alibaba'
import { isForbidden, Refusal } from '../clouds/refusal'
import { explainRefusal } from '../explain-refusal'

/** Where VOD can review by itself (GetDefaultAITemplate, "regions that support this operation"). */
const AUTOMATIC = ['cn-shanghai', 'cn-beijing', 'ap-southeast-1']

/** Review before publishing: whether VOD has a template by which it judges by itself. */
export const review: Check = {
  id: 'review',
  needs: ['vod'],
  uses: ['vod'],
  async run(context) {
    const { texts, settings, call, accessKey } = context
    if (!settings.review) return { status: 'skipped', cause: texts.vod.noReview }
    if (!AUTOMATIC.includes(settings.region)) return { status: 'warning', ...texts.vod.manualReview(settings.region) }
    try {
      const parameters = { TemplateType: 'AIMediaAudit' }
      const { TemplateInfo } = await call('VOD', 'GetDefaultAITemplate', parameters, await accessKey())
      const name = text((TemplateInfo as Fields | undefined)?.TemplateName)
      if (name !== undefined) return { status: 'ok', detail: texts.vod.reviewTemplate(name) }
      return { status: 'warning', ...texts.vod.noReviewTemplate }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (isForbidden(error)) return { status: 'skipped', cause: texts.vod.mayNotSee('vod:GetDefaultAITemplate') }
      if (/NotFound|NotExist/.test(error.code ?? '') && !error.code?.startsWith('InvalidApi')) {
        return { status: 'warning', ...explainRefusal(error, context), ...texts.vod.noReviewTemplate }
      }
      throw error
    }
  },
}
