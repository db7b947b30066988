export type { AuthMethod } from '../miniprogram/service/service-auth'
export { ServiceError } from '../miniprogram/service/service-error'
export type { OwnToken } from '../miniprogram/service/session-client'
export { createServiceClient, type ServiceClient, type ServiceClientOptions } from './service-client'
