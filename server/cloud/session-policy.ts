/**
 * The session policy of AssumeRole, JSON text of at most 2,048 characters: what a user's token may do, if the role may.
 *
 * VOD knows no resources and no users in its policies ("Resource" must be "*"), so the action list is all there is to
 * narrow. RefreshUploadVideo is not in it: it can overwrite any video whose id is known.
 */
export const sessionPolicy = JSON.stringify({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: ['vod:CreateUploadVideo'], Resource: '*' }],
})
