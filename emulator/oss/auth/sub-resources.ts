/**
 * Parameters that name what a call is about. Signature V1 covers these and no others.
 * Source: OSS, "Include V1 signatures in the Authorization header", CanonicalizedResource.
 */
const SUB_RESOURCES = new Set(
  `accessmonitor accesspoint accesspointPolicy acl append asyncFetch bucketArchiveDirectRead bucketInfo callback
   callback-var cname comp continuation-token cors delete encryption endTime group httpsConfig img inventory inventoryId
   lifecycle link live location logging metaQuery metadata objectInfo objectMeta partNumber policy policyStatus position
   publicAccessBlock qos qosInfo qosRequester referer regionList replication replicationLocation replicationProgress
   requestPayment resourceGroup restore rtc security-token seal sequential startTime stat status style styleName symlink
   tagging transferAcceleration uploadId uploads versionId versioning versions vip vod website worm wormExtend wormId
   x-oss-async-process x-oss-process x-oss-request-payer x-oss-traffic-limit x-oss-ac-source-ip
   x-oss-ac-subnet-mask x-oss-ac-vpc-id x-oss-ac-forward-allow`.split(/\s+/),
)

export function isSubResource(name: string): boolean {
  return SUB_RESOURCES.has(name) || name.startsWith('response-')
}
