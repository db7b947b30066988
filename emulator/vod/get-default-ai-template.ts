import { CloudError } from '../errors'
import type { Api } from '../gateway/api'

/** VOD GetDefaultAITemplate: the default template of automatic review (api-vod-2017-03-21-getdefaultaitemplate). */
export const getDefaultAiTemplate: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:GetDefaultAITemplate',

  run({ cloud, parameters }) {
    if (parameters.require('TemplateType') !== 'AIMediaAudit') {
      throw new CloudError(400, 'InvalidParameter', 'The specified parameter TemplateType is not valid.')
    }
    // What VOD answers where there is none is not documented: nothing to tell of.
    if (!cloud.switches.reviewTemplate) return {}
    return {
      TemplateInfo: {
        TemplateId: 'demo0000000000000000000000000001',
        TemplateName: 'Demo review',
        TemplateType: 'AIMediaAudit',
        TemplateConfig: '{"AuditRange":["text-title","video"],"AuditContent":["screen"],"AuditAutoBlock":"no"}',
        IsDefault: 'Default',
        Source: 'Custom',
      },
    }
  },
}
