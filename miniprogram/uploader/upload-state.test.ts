import { describe, expect, it } from 'vitest'
import { newCheckpoint } from './checkpoints'
import { firstSnapshot, isDue, transition, type UploadAction, type UploadSnapshot } from './upload-state'

const snapshot = (more: Partial<UploadSnapshot> = {}): UploadSnapshot => ({
  ...firstSnapshot(newCheckpoint('id', { path: 'p' })),
  ...more,
})
const [waiting, due] = [snapshot(), snapshot({ started: true })]
const paused = snapshot({ state: 'paused', pausedBy: 'user', started: true })
const failed = snapshot({ state: 'error', error: new Error('x'), started: true })
const uploading = snapshot({ state: 'uploading', started: true })

const run = (state: 'checking' | 'uploading', pausedBy?: 'offline'): UploadAction => ({ type: 'run', state, pausedBy })

describe('transition of an upload', () => {
  it.each<[string, UploadSnapshot, UploadAction, boolean, Partial<UploadSnapshot>]>([
    ['starts one that waits', waiting, { type: 'start' }, false, { state: 'waiting', started: true }],
    ['starts a failed one again', failed, { type: 'start' }, false, { state: 'waiting', error: undefined }],
    ['restores a paused one as paused', waiting, { type: 'restore', pausedBy: 'user' }, false, { pausedBy: 'user' }],
    ['restores another one as due', waiting, { type: 'restore', pausedBy: undefined }, false, { started: true }],
    ['pauses one that is due', due, { type: 'pause', pausedBy: 'user' }, false, { state: 'paused', pausedBy: 'user' }],
    [
      'pauses one under way',
      uploading,
      { type: 'pause', pausedBy: 'user' },
      true,
      { state: 'paused', pausedBy: 'user' },
    ],
    ['resumes one that the user paused', paused, { type: 'resume' }, false, { state: 'waiting', pausedBy: undefined }],
    ['cancels a failed one', failed, { type: 'cancel' }, false, { state: 'canceled', error: undefined }],
    [
      'shows what holds a run up',
      uploading,
      run('uploading', 'offline'),
      true,
      { state: 'paused', pausedBy: 'offline' },
    ],
    ['shows the next phase of a run', uploading, run('checking'), true, { state: 'checking', pausedBy: undefined }],
    ['succeeds', uploading, { type: 'succeed', videoId: 'v' }, false, { state: 'success', videoId: 'v' }],
    ['fails', uploading, { type: 'fail', error: failed.error }, false, { state: 'error', error: failed.error }],
  ])('%s', (_, from, action, running, changes) => {
    expect(transition(from, action, running)).toMatchObject(changes)
  })

  it.each<[string, UploadSnapshot, UploadAction, boolean]>([
    ['start of one that is due', due, { type: 'start' }, false],
    ['start of one under way', uploading, { type: 'start' }, true],
    ['pause of one that was not started', waiting, { type: 'pause', pausedBy: 'user' }, false],
    ['pause of a paused one', paused, { type: 'pause', pausedBy: 'user' }, false],
    ['pause of a failed one', failed, { type: 'pause', pausedBy: 'user' }, false],
    ['resume of one that the user has not paused', uploading, { type: 'resume' }, true],
    ['cancel of a stored one', snapshot({ state: 'success' }), { type: 'cancel' }, false],
    ['cancel of a canceled one', snapshot({ state: 'canceled' }), { type: 'cancel' }, false],
    ['a phase that it is in already', uploading, run('uploading'), true],
    ['a phase of a run that was stopped', paused, run('uploading'), false],
  ])('changes nothing: %s', (_, from, action, running) => {
    expect(transition(from, action, running)).toBeUndefined()
  })

  it('never changes the snapshot that it is given', () => {
    const from = Object.freeze({ ...failed })
    expect(transition(from, { type: 'start' }, false)).not.toBe(from)
    expect(from.state).toBe('error')
  })

  it('calls an upload due once it is started and until its turn has come', () => {
    expect([waiting, due, uploading, paused].map(isDue)).toEqual([false, true, false, false])
  })
})
