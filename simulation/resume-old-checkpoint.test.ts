import { expect, it } from 'vitest'
import { bytesOf, isPart, useWorld } from './use-world'

const test = useWorld()

/**
 * What version 0.1.0 of the app left in the storage after three of seven parts, as it stood there. Only what the cloud
 * hands out differs from run to run: it is filled in.
 */
const VERSION_0_1_0 =
  '{"version":1,"id":"mjwaid1kmkorf90","file":{"path":"wxfile://tmp_a.mp4","title":"海边"},"paused":false,' +
  '"registered":true,"parts":"2:102400:f97f3c53.25488f70;3:102400:62638142.737022a9;1:102400:3894d57a.90789a97;",' +
  '"completing":false,"fingerprint":"645120-ff0ec915.56828af8","ticket":TICKET,"uploadId":UPLOAD_ID}'

it('an upload that an earlier version of the app has left goes on with its video and its parts', async () => {
  const world = await test.start({ uploader: { parallelParts: 3 } })
  const bytes = bytesOf(6.3)
  const task = test.upload(bytes, { title: '海边' })
  await test.sendParts(task, 3)
  world.phone.kill()
  await world.settle()
  const { ticket, uploadId } = JSON.parse(world.phone.storage.get(`wevod.upload.${task.id}`) ?? '')
  world.phone.storage.clear()
  world.phone.storage.set('wevod.uploads', '["mjwaid1kmkorf90"]')
  world.phone.storage.set(
    'wevod.upload.mjwaid1kmkorf90',
    VERSION_0_1_0.replace('TICKET', JSON.stringify(ticket)).replace('UPLOAD_ID', JSON.stringify(uploadId)),
  )
  await world.relaunch()
  const [restored] = world.uploader.tasks
  if (!restored) throw new Error('Nothing was restored.')
  expect(restored.snapshot).toMatchObject({ id: 'mjwaid1kmkorf90', file: { title: '海边' }, started: true })
  expect(restored.snapshot.progress?.percent).toBe(47)
  await test.reach(restored, 'success', 'error')
  expect(restored.snapshot.videoId).toBe(ticket.videoId)
  await test.expectStored(restored, bytes, test.sent(isPart).length)
  expect([test.calls('CreateUploadVideo'), test.calls('InitiateMultipartUpload')]).toEqual([1, 1])
  expect(test.sent(isPart).length).toBeLessThanOrEqual(7 + 3)
})
